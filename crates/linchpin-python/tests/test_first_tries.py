"""What people type first: it works, or the error names the right word and a line that works when it is typed."""

import copy
import csv
import datetime
import pickle
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import linchpin as lp
import pytest
from linchpin import _days, _guess, _words


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> lp.Run:
    """A run of both scenarios, stored as a shell would store it."""
    folder = tmp_path_factory.mktemp("first") / "runs"
    return lp.Study("micron-ban").run(members=4, seed=3, runs=folder)


@pytest.fixture
def names(kept: lp.Run, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What a session has at hand, in the folder that holds ``runs``."""
    import pandas
    import polars

    monkeypatch.chdir(kept.folder.parents[1])
    study = lp.Study("micron-ban")
    return {"lp": lp, "pd": pandas, "pl": polars, "run": kept, "study": study, "datetime": datetime,
            "table": kept.losses, "comparison": lp.compare(kept, kept, left_scenario="ban", right_scenario="ban"),
            "decision": lp.ask(item="tool:etch", site="site:samsung-xian", purpose="spares", on="2026-06-01")}


#: The line typed, and what it gives.
WORKS = [
    ("len(run.losses) == len(list(run.losses)) == len(pd.DataFrame(run.losses))", True),
    ("len(run.losses) == len(pl.DataFrame(run.losses)) > 100", True),
    ("pd.DataFrame(run.losses)['change_p50'].tolist() == run.losses.to_pandas()['change_p50'].tolist()", True),
    ("pd.DataFrame(run.losses).columns.tolist() == run.losses.columns", True),
    ("{row['scenario'] for row in run.losses}", {"ban", "ban-no-backfill"}),
    ("set(run.losses['scenario'])", {"ban", "ban-no-backfill"}),
    ("run.losses[0] == list(run.losses)[0] == run.losses.to_arrow().to_pylist()[0]", True),
    ("run.losses[-1] == list(run.losses)[-1]", True),
    ("list(run.losses[1:3]) == list(run.losses)[1:3] and list(run.losses[::2]) == list(run.losses)[::2]", True),
    ("list(run.losses.head()) == list(run.losses)[:5] and list(run.losses.tail(2)) == list(run.losses)[-2:]", True),
    ("run.losses.head(3).shape == (3, len(run.losses.columns)) and run.losses.head().units == run.losses.units", True),
    ("run.losses[['cell', 'change_p50']].columns", ["cell", "change_p50"]),
    ("sum(1 for row in run.bands) == len(run.bands) > 4096", True),
    ("len(lp.runs())", 1),
    ("sorted(lp.runs()[0])", ["day", "draws", "folder", "headline", "id", "scenarios", "study"]),
    ("lp.runs()[0]['headline'] == run.headline and lp.runs()[0]['id'] == run.folder.name", True),
    ("(lp.runs()[0]['study'], lp.runs()[0]['draws'])", ("micron-ban", 4)),
    ("datetime.date.fromisoformat(lp.runs()[0]['day']) <= datetime.date.today()", True),
    ("lp.compare('last', 'last').same_run and lp.compare('last', run).same_run", True),
    ("lp.compare('last#ban', 'last#ban-no-backfill').shares_draws", True),
    ("lp.Run('last').digest == lp.Run(lp.runs()[0]['id']).digest == lp.Run(run.digest[:8]).digest == run.digest", True),
    ("repr(study.with_(members=16))", "Study('micron-ban').with_(members=16)"),
    ("repr(study.with_(set={'ban_leak': 0.4}))", "Study('micron-ban').with_(set={'ban-leak': 0.4})"),
    ("study.with_(set={'ban-leak': '40 %'}, members=2).run('ban', causes=False).digest == "
     "study.with_(set={'ban_leak': '40%'}, members=2).run('ban', causes=False).digest", True),
    ("repr(study.with_(until='1 Feb 2024'))", "Study('micron-ban').with_(until='2024-02-01')"),
    ("repr(study.with_(until=pd.Timestamp('2024-02-01 13:00')))", "Study('micron-ban').with_(until='2024-02-01')"),
    ("repr(study)", "Study('micron-ban')"),
    ("repr(eval(repr(study.with_(seed=2, until='Feb 2024')), {'Study': lp.Study}))",
     "Study('micron-ban').with_(seed=2, until='2024-02-01')"),
    ("'ban-leak' in study.parameters and len(study.parameters) == len(set(study.parameters)) > 100", True),
    ("run.plot('ban-no-backfill').get_title('left').endswith(': ban-no-backfill')", True),
    ("run.plot('waterfall').get_title('left').endswith(', the median draw')", True),
    ("run.plot('map').get_title('left').split(':')[0]", "DRAM without HBM, output of sites"),
    ("run.outcome('ban').equals(run.outcome('ban/micron@country:CHN.dram.revenue'))", True),
    ("run.explain('ban-no-backfill').text.count('ban-no-backfill') >= 1", True),
    ("lp.ask({'item': 'tool:etch', 'from': 'USA', 'site': 'site:samsung-xian'}, on='2 Jan 2026').data['on']",
     "2026-01-02"),
]


@pytest.mark.parametrize(("line", "given"), WORKS, ids=[line[:50] for line, _ in WORKS])
def test_a_first_try_works(line: str, given: object, names: dict[str, Any]) -> None:
    assert eval(line, names) == given


#: The line typed, the class of its error, a word of the message that must be there.
POINTS: list[tuple[str, type[Exception], str]] = [
    ("lp.run('micron-ban')", lp.NoSuchName, 'lp.Study("micron-ban").run('),
    ("lp.open('last')", lp.NoSuchName, 'lp.Run.open("last")'),
    ("lp.policy", lp.NoSuchName, "lp.ask("),
    ("lp.evidence", lp.NoSuchName, 'lp.Evidence("store")'),
    ("lp.chokepoints('dram')", lp.NoSuchName, 'lp.call("chokepoints", "dram")'),
    ("lp.hindcast()", lp.NoSuchName, 'lp.call("hindcast")'),
    ("lp.world", lp.NoSuchName, "lp.World()"),
    ("lp.studys()", lp.NoSuchName, "lp.Stud"),
    ("lp.zzzzz", lp.NoSuchName, "dir(lp)"),
    ("run.to_csv('x.csv')", lp.NoSuchName, 'run.losses.to_csv("losses.csv")'),
    ("run.answer", lp.NoSuchName, "run.headline"),
    ("run.summary()", lp.NoSuchName, "run.say()"),
    ("run.path", lp.NoSuchName, "run.folder"),
    ("run.headlin", lp.NoSuchName, "run.headline"),
    ("study.losses", lp.NoSuchName, "study.run().losses"),
    ("table.groupby('scenario')", lp.NoSuchName, "table.to_pandas().groupby"),
    ("table.scenario", lp.NoSuchName, 'table["scenario"]'),
    ("table['change_p50'].mean()", lp.NoSuchName, 'table.to_pandas()["change_p50"].mean'),
    ("comparison.to_csv('x.csv')", lp.NoSuchName, 'comparison.rows.to_csv("rows.csv")'),
    ("decision.reasons", lp.NoSuchName, "decision.why"),
    ("run['scenario']", lp.Refused, 'run.losses["scenario"]'),
    ("run['ban']", lp.Refused, 'run.say("ban")'),
    ("[x for x in run]", lp.Refused, "run."),
    ("table['scenaro']", lp.Refused, "did you mean `scenario`?"),
    ("table[100000]", lp.Refused, "no row 100000"),
    ("table[pd.Series([True])]", lp.UsageError, "to_pandas()"),
    ("lp.Run.open('lst')", lp.Refused, 'try: lp.Run.open("last")'),
    ("lp.Run('lst')", lp.Refused, 'try: lp.Run.open("last")'),
    ("lp.compare('last', 'lst')", lp.Refused, 'try: lp.Run.open("last")'),
    ("lp.compare('last#bann', 'last')", lp.Refused, "did you mean `ban`?"),
    ("lp.Run.open('x', runs='nowhere')", lp.Refused, "runs='nowhere')"),
    ("run.plot('ban/micron@country:CHN.dram.revenu')", lp.Refused, "`ban/micron@country:CHN.dram.revenue`"),
    ("run.plot(kind='ban-no-backfill')", lp.UsageError, 'try: run.plot("ban-no-backfill")'),
    ("run.plot(kind='waterfal')", lp.UsageError, 'try: run.plot(kind="waterfall")'),
    ("run.plot(against='ban-no-backfill')", lp.UsageError, 'try: run.plot(kind="paired", against="ban-no-backfill")'),
    ("run.say('bann')", lp.Refused, "did you mean `ban`?"),
    ("study.with_(set={'ban-leak': 'lots'})", lp.InputError, "`lots` is no number"),
    ("study.with_(set={'ban-leek': 0.4})", lp.InputError, "did you mean `ban-leak`?"),
    ("study.with_(set={'ban-leak': '13 week'})", lp.InputError, "in share, not in week"),
    ("study.with_(set={'product:dram supplier_stok': '13 week'})", lp.InputError, "`product:dram supplier-stock`?"),
    ("study.with_(set={'product:dram supplier-stock': 13})", lp.InputError, "has no unit"),
    ("study.with_(set={'ban-leak': None})", lp.UsageError, "no value of a parameter"),
    ("study.with_(set='ban-leak=0.4')", lp.UsageError, '{"ban-leak": 0.4}'),
    ("lp.Study('micron-ban', members=4)", lp.UsageError, "try: lp.Study('micron-ban').with_(members=4)"),
    ("study.with_(until='01/02/2024')", lp.UsageError, "two days"),
    ("study.with_(until='soon')", lp.UsageError, "2024-02-01"),
    ("study.with_(until='2020-01-01')", lp.InputError, "leaves no week"),
    ("study.with_(members=0)", lp.UsageError, "at least one draw"),
    ("study.with_(draws=16)", lp.UsageError, "did you mean `members`?"),
    ("study.with_(ban_leak=0.4)", lp.UsageError, 'study.with_(set={"ban-leak": 0.4})'),
    ("study.run(until='2024-02-05')", lp.UsageError, "try: study.with_(until='2024-02-05').run()"),
    ("study.with_(days={'2023-05-22': '2023-06-22'})", lp.UsageError, "2023-04-23"),
    ("lp.sweep('micron-ban', {'ban-leek': [0.0, 0.4]})", lp.InputError, "did you mean `ban-leak`?"),
    ("lp.sweep('micron-ban', {'ban-leak': [0.0, 'lots']})", lp.InputError, "`lots` is no number"),
    ("lp.sweep('micron-ban', 'ban-leak', [0.0, 0.4])", lp.UsageError, '{"ban-leak": [0.0, 0.4]}'),
    ("lp.ask('May spares go to Xian?')", lp.UsageError, "item, to or site, purpose"),
    ("lp.ask(purpos='spares')", lp.UsageError, "did you mean `purpose`?"),
    ("lp.ask(item='tool:etch', on='2026-02-30')", lp.UsageError, "no day"),
    ("lp.ask_many('May spares go to Xian?')", lp.UsageError, "lp.ask_many(["),
    ("study.sensitivity(method='sobl')", lp.UsageError, "one of morris, sobol, pawn, shapley"),
    ("lp.cycle('2022-10-31', market='dran')", lp.UsageError, "did you mean `dram`?"),
]


@pytest.mark.parametrize(("line", "kind", "word"), POINTS, ids=[line[:50] for line, _, _ in POINTS])
def test_a_first_try_is_pointed_at_the_right_word(
    line: str, kind: type[Exception], word: str, names: dict[str, Any]
) -> None:
    with pytest.raises(kind) as caught:
        eval(line, names)
    said = str(caught.value)
    assert isinstance(caught.value, lp.LinchpinError) and word in said
    # No options of the shell, and no advice to ask a shell.
    assert not re.search(r"(?<!\w)--[a-z]|Usage:|`linchpin ", said), said
    advice = re.search(r"try: (.+?)(?:; lp\.runs\(.*\) lists all)?$", said)
    if advice and "run()" not in advice[1]:
        eval(advice[1], names)


LINES = [
    *(("linchpin", guess, line) for guess, line in _guess.PACKAGE.items() if guess not in ("serve", "ray")),
    *(("run", guess, f"run.{line}") for guess, line in _guess.OF_RUN.items()),
    *(("study", guess, f"study.{line}") for guess, line in _guess.OF_STUDY.items()),
    *(("comparison", guess, f"comparison.{line}") for guess, line in _guess.OF_COMPARISON.items()),
    *(("decision", guess, f"decision.{line}") for guess, line in _guess.OF_DECISION.items()),
]


def test_every_advice_works_as_it_is_typed(
    names: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "runs").symlink_to(Path("runs").resolve())
    monkeypatch.chdir(tmp_path)
    short = lp.Study("micron-ban").with_(members=2)
    # Lines about the whole study would draw 400 times; what they call is the same.
    monkeypatch.setattr(lp, "Study", lambda *_: short)
    owners = {"linchpin": lp, "run": names["run"], "study": short, "comparison": names["comparison"],
              "decision": names["decision"]}
    for line in sorted({line for _, _, line in LINES}):
        for made in ("mine", "tmp"):
            if Path(made).exists():
                import shutil

                shutil.rmtree(made)
        eval(line, {**names, "study": short})
    for owner, guess, line in LINES:
        assert not hasattr(owners[owner], guess), (owner, guess)
        with pytest.raises(AttributeError, match=re.escape(line)):
            getattr(owners[owner], guess)


def test_names_of_the_language_get_no_advice(names: dict[str, Any]) -> None:
    run, study, table = names["run"], names["study"].with_(members=3), names["table"]
    for one in (lp, run, study, table):
        for name in ("__deepcopy__", "__array__", "_ipython_display_", "_nothing"):
            with pytest.raises(AttributeError) as caught:
                getattr(one, name)
            assert "try:" not in str(caught.value)
    assert copy.copy(run).digest == copy.deepcopy(run).digest == pickle.loads(pickle.dumps(run)).digest
    column = table["cell"]
    assert copy.copy(column) == copy.deepcopy(column) == pickle.loads(pickle.dumps(column)) == list(column)
    assert repr(copy.deepcopy(study)) == repr(pickle.loads(pickle.dumps(study))) == repr(study)
    again = pickle.loads(pickle.dumps(lp.NoSuchName("x")))
    assert isinstance(again, AttributeError) and str(again) == "x"


def test_a_property_that_fails_fails_in_its_own_words(kept: lp.Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(self: lp.Run) -> str:
        raise AttributeError("its own words")

    monkeypatch.setattr(lp.Run, "headline", property(broken))
    with pytest.raises(AttributeError, match="its own words"):
        kept.headline


def test_csv_has_every_digit(names: dict[str, Any], tmp_path: Path) -> None:
    table = names["table"]
    path = table.to_csv(tmp_path / "losses.csv")
    text = path.read_text(encoding="utf-8")
    assert text == table.to_csv()
    head, *rows = csv.reader(text.splitlines())
    assert head == table.columns
    at = head.index("change_p50")
    assert [float(row[at]) for row in rows] == table["change_p50"]
    with pytest.raises(lp.NotWritten):
        table.to_csv(tmp_path / "nowhere" / "losses.csv")


DAYS = [
    ("2024-02-01", "2024-02-01"), ("2024/02/01", "2024-02-01"), ("2024.2.1", "2024-02-01"), ("20240201", "2024-02-01"),
    ("1 Feb 2024", "2024-02-01"), ("1st of February 2024", "2024-02-01"), ("Feb 1, 2024", "2024-02-01"),
    ("February 2024", "2024-02-01"), ("feb 2024", "2024-02-01"), ("Sept. 2024", "2024-09-01"),
    ("2024-02", "2024-02-01"), ("31 May 2024", "2024-05-31"), ("2024-02-01T12:00", "2024-02-01"),
    (datetime.date(2024, 2, 1), "2024-02-01"), (datetime.datetime(2024, 2, 1, 9), "2024-02-01"),
    ("01/02/2024", None), ("1.2.24", None), ("2024", None), ("30 Feb 2024", None), ("2024-13-01", None),
    ("Feb", None), ("1 Fib 2024", None), ("", None), ("Q1 2024", None), ("2024-02/01", None),
]


@pytest.mark.parametrize(("typed", "day"), DAYS, ids=[str(typed) for typed, _ in DAYS])
def test_a_day_is_read_where_it_can_be_one_only(typed: Any, day: str | None) -> None:
    if day is None:
        with pytest.raises(lp.UsageError, match="2024-02-01"):
            _days.iso(typed)
    else:
        assert _days.iso(typed) == day


def questions() -> Iterator[Any]:
    import pandas
    import polars

    rows = [{"item": "tool:etch", "site": "site:samsung-xian", "purpose": "spares", "on": "2025-12-30"},
            {"item": "tool:etch", "site": "site:samsung-xian", "purpose": None, "on": "2026-06-01"}]
    yield rows
    yield pandas.DataFrame(rows)
    yield pandas.DataFrame(rows).assign(on=lambda frame: pandas.to_datetime(frame["on"]))
    yield polars.DataFrame(rows)
    yield polars.DataFrame(rows).to_arrow()
    yield (row for row in rows)


def test_questions_may_be_a_frame() -> None:
    told = [lp.ask_many(one, origin="USA") for one in questions()]
    by_hand = [lp.ask(item="tool:etch", site="site:samsung-xian", purpose="spares", on="2025-12-30", origin="USA"),
               lp.ask(item="tool:etch", site="site:samsung-xian", on="2026-06-01", origin="USA")]
    for table in told:
        assert table["verdict"] == [one.verdict for one in by_hand]
        assert table["error"] == ["", ""] and table["on"] == ["2025-12-30", "2026-06-01"]
        assert table["purpose"] == ["spares", ""]


def test_the_facts_of_a_question_are_the_options_of_the_program() -> None:
    from linchpin import _policy

    options = set(re.findall(r"^ +--([a-z-]+)", lp.call("ask", "--help"), re.M))
    aside = {"json", "runs", "why", "cases", "help"}
    keywords = {_words.keyword(one) for one in options - aside}
    assert keywords == {*_policy.FACTS, *_policy.BESIDE}


def test_a_run_of_this_process_is_listed_and_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    run = lp.Study("micron-ban").run("ban", members=2, causes=False)
    assert run.folder.name in [row["id"] for row in lp.runs()]
    assert lp.Run.open(run.folder.name) is run and lp.Run(run.folder.name).digest == run.digest
    assert run.folder.name in [row["id"] for row in lp.runs("micron-ban")] and lp.runs("match-act") == []
    assert lp.runs(runs="runs") == []


def test_a_call_speaks_of_options_and_its_own_help() -> None:
    with pytest.raises(lp.UsageError) as caught:
        lp.call("ask", "--purpos", "spares")
    said = str(caught.value)
    assert "'--purpose'" in said and "try '--help'" not in said
    assert "--purpose" in eval(re.search(r"`print\((.+)\)`", said)[1], {"lp": lp})  # type: ignore[index]
