"""First guesses: names that nothing has here, and the line that does what is meant.

Each line works as it is typed: those about runs once a run is stored, or was made in this process.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from linchpin._errors import NoSuchName, nearest

LAST = 'lp.Run.open("last")'
ASK = 'lp.ask(item="tool:etch", site="site:samsung-xian", purpose="spares")'
RUN = 'lp.Study("micron-ban").run("ban")'
STUDY = 'lp.Study("micron-ban")'

#: Guesses at what the package has.
PACKAGE: dict[str, str] = {
    "run": RUN, "simulate": RUN, "execute": RUN, "start": RUN, "scenario": RUN,
    "study": STUDY, "model": STUDY, "load_study": STUDY,
    "list": "lp.studies()", "list_studies": "lp.studies()", "scenarios": "lp.studies()", "ls": "lp.studies()",
    "list_runs": "lp.runs()", "history": "lp.runs()",
    "open": LAST, "load": LAST, "read": LAST, "last": LAST, "open_run": LAST, "load_run": LAST,
    "results": f"{LAST}.losses", "losses": f"{LAST}.losses", "headline": f"{LAST}.headline",
    "answer": f"{LAST}.headline", "explain": f"{LAST}.explain()", "why": f"{LAST}.explain()",
    "plot": f"{LAST}.plot()", "report": f'{LAST}.write_report("report.html")',
    "export": f'{LAST}.losses.to_csv("losses.csv")', "to_csv": f'{LAST}.losses.to_csv("losses.csv")',
    "to_excel": f'{LAST}.to_excel("run.xlsx")', "verify": f"{LAST}.verify()",
    "discover": f"{LAST}.discover(above=0.2)", "sensitivity": f'{STUDY}.sensitivity("ban", method="morris", n=2)',
    "new": f'{STUDY}.copy("mine")', "init": f'{STUDY}.copy("mine")', "copy": f'{STUDY}.copy("mine")',
    "policy": ASK, "law": ASK, "licence": ASK, "license": ASK, "question": ASK, "query": ASK,
    "calendar": 'lp.policy_calendar("2026-01-01", "2026-06-30")',
    "diff": 'lp.policy_diff("2025-12-30", "2026-06-01")',
    "evidence": 'lp.Evidence("store").documents()', "documents": 'lp.Evidence("store").documents()',
    "world": "lp.World().show()", "facts": "lp.World().facts", "sites": "lp.World().sites",
    "show": 'lp.World().show("site:samsung-xian")', "search": 'lp.World().show("site:samsung-xian")',
    "chokepoints": 'lp.call("chokepoints", "dram")', "chokepoint": 'lp.call("chokepoints", "dram")',
    "hindcast": 'lp.call("hindcast")', "backtest": 'lp.call("hindcast")', "score": 'lp.call("hindcast")',
    "network": "lp.statics()", "structure": "lp.statics()", "table": "lp.statics()",
    "trade": 'lp.call("trade", "--help")', "cutsets": 'lp.call("cutsets", "--help")',
    "error": 'lp.call("error", "LP-S002")', "version": "lp.__version__", "help": "help(lp)",
    "serve": "linchpin serve (in a shell)", "ray": "import linchpin.ray",
}

#: Guesses at what a run has, behind its name.
OF_RUN: dict[str, str] = {
    "answer": "headline", "result": "headline", "sentence": "headline", "text": "say()",
    "summary": "say()", "describe": "say()", "print": "say()",
    "results": "losses", "data": "losses", "frame": "losses.to_pandas()", "df": "losses.to_pandas()",
    "table_of_losses": "losses", "totals": "losses", "loss": "losses",
    "to_csv": 'losses.to_csv("losses.csv")', "to_pandas": "losses.to_pandas()", "to_df": "losses.to_pandas()",
    "to_dataframe": "losses.to_pandas()", "to_polars": "losses.to_polars()", "to_dict": "report", "json": "report",
    "to_json": "report", "head": "losses.head()", "columns": "losses.columns", "cells": 'losses["cell"]',
    "path": "folder", "dir": "folder", "directory": "folder", "location": "folder",
    "id": "folder.name", "name": "folder.name", "seed": 'report["run"]["seed"]',
    "members": 'report["run"]["members"]', "why": "explain()", "causes": "explain()", "reasons": "explain()",
    "weekly": "bands", "weeks": "bands", "quantiles": "bands", "parameters": "draws.wide()", "samples": "draws.wide()",
    "assumptions": 'report["assumptions"]', "to_html": 'write_report("report.html")',
    "html": 'write_report("report.html")', "report_page": 'write_report("report.html")',
    "to_xlsx": 'to_excel("run.xlsx")', "excel": 'to_excel("run.xlsx")', "cite": "citation()",
    "keep": "save()", "waterfall": 'plot(kind="waterfall")', "map": 'plot(kind="map")', "show": "plot()",
    "title": 'report["study"]["title"]', "question": 'report["study"]["question"]', "sha256": "digest",
}

#: Guesses at what a study has.
OF_STUDY: dict[str, str] = {
    "simulate": "run()", "execute": "run()", "start": "run()", "set": 'with_(members=16, until="2030-01-07")',
    "with_set": "with_(members=16)", "replace": "with_(members=16)", "override": "with_(members=16)",
    "members": 'about["members"]', "draws": 'about["members"]', "seed": 'about["seed"]',
    "until": 'about["until"]', "period": "about", "info": "about", "describe": "about", "summary": "about",
    "id": "name", "assumptions": "parameters", "params": "parameters", "inputs": "parameters",
    "losses": "run().losses", "headline": "run().headline", "results": "run().losses", "answer": "run().headline",
    "explain": "run().explain()", "plot": "run().plot()", "save": 'copy("mine")', "edit": 'copy("mine")',
    "list_scenarios": "scenarios",
}

#: Guesses at what a comparison has.
OF_COMPARISON: dict[str, str] = {
    "to_csv": 'rows.to_csv("rows.csv")', "to_pandas": "rows.to_pandas()", "to_frame": "rows.to_pandas()",
    "losses": "rows", "table": "rows", "differences": "rows", "diff": "rows", "totals": "rows", "head": "rows.head()",
    "columns": "rows.columns", "summary": "rows", "bands": "weekly", "weeks": "weekly", "why": "context",
}

#: Guesses at what a decision has.
OF_DECISION: dict[str, str] = {
    "reason": "why", "reasons": "why", "explain": "why", "trace": "why", "sources": "cites", "acts": "cites",
    "citations": "cites", "authority": "cites", "text": "answer", "sentence": "answer", "headline": "answer",
    "result": "verdict", "status": "verdict", "licence": "review",
}

#: What data frames do, which a table leaves to them.
OF_FRAMES = frozenset((
    "agg", "apply", "corr", "describe", "drop", "dtypes", "fillna", "filter", "groupby", "iloc", "index", "info",
    "isna", "items", "iterrows", "itertuples", "join", "loc", "max", "mean", "median", "melt", "merge", "min",
    "nlargest", "nsmallest", "pivot", "pivot_table", "plot", "quantile", "query", "rename", "reset_index", "sample",
    "set_index", "sort_values", "std", "sum", "to_dict", "to_excel", "to_json", "to_markdown", "to_numpy",
    "to_parquet", "to_string", "unique", "value_counts", "values",
))


def no_such(owner: str, name: str, words: Mapping[str, str], known: Iterable[str], *, variable: str) -> NoSuchName:
    """The exception for a name that ``owner`` does not have: it tells the line that does what is meant.

    Names with a dash below in front get no advice: the language, copies and notebooks ask for them.
    """
    if name.startswith("_"):
        return NoSuchName(f"{owner} has no `{name}`")
    own = [one for one in known if not one.startswith("_")]
    lines = {one: f"{variable}.{one}" for one in own} | dict(words)
    near = name.lower() if name.lower() in lines else nearest(name, own, least=0.75) or nearest(name, lines)
    if near is None:
        return NoSuchName(f"{owner} has no `{name}`; dir({variable}) lists what it has")
    return NoSuchName(f"{owner} has no `{name}`; try: {lines[near]}")


def lookup(one: object, name: str, words: Mapping[str, str], *, variable: str) -> object:
    """What ``__getattr__`` of a class of ours answers: always an exception, the right one.

    A property that failed with an AttributeError of its own comes here too: it fails again, in its own words.
    """
    if hasattr(type(one), name):
        return object.__getattribute__(one, name)
    kind = type(one).__name__
    owner = f"{'an' if kind[0] in 'AEIO' else 'a'} {kind}"
    lines = {guess: f"{variable}{'' if line[0] == '[' else '.'}{line}" for guess, line in words.items()}
    raise no_such(owner, name, lines, dir(type(one)), variable=variable)
