"""Finished runs: the answer, the tables, the reasons, and two of them side by side."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import weakref
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from pathlib import Path as Folder
from typing import TYPE_CHECKING, Any, Literal

from linchpin import _linchpin
from linchpin._call import Path, call, options
from linchpin._errors import Refused
from linchpin._tables import Table

if TYPE_CHECKING:
    import pandas

    from linchpin._contract import Card, Comparison as Compared, Record


#: Runs that this process made or kept, oldest first, as long as somebody holds them.
_KEPT: weakref.WeakKeyDictionary[Run, None] = weakref.WeakKeyDictionary()


def _chart(fan: pandas.DataFrame, title: str, unit: str, *, band: bool, zero: bool) -> Any:
    """A fan as a chart of Altair: what stands under the pointer is told."""
    import altair

    base = altair.Chart(fan, title=altair.Title(title, anchor="start", fontSize=12))
    across = altair.X("week:T", title=None)
    told = [altair.Tooltip("week:T", title="week")]
    told += [
        altair.Tooltip(f"{column}:Q", title=words, format=".3~g")
        for column, words in (("low", "5 % are below"), ("middle", "median"), ("high", "5 % are above"))
        if band or column == "middle"
    ]
    layers = []
    if band:
        layers.append(base.mark_area(opacity=0.25).encode(across, altair.Y("low:Q"), altair.Y2("high:Q")))
    layers.append(
        base.mark_line().encode(across, altair.Y("middle:Q", title=unit), tooltip=told)
    )
    if zero:
        import pandas

        rule = altair.Chart(pandas.DataFrame({"at": [0]})).mark_rule(color="grey", strokeWidth=0.8)
        layers.append(rule.encode(altair.Y("at:Q")))
    return altair.layer(*layers).properties(width=520, height=260)


class Run:
    """A run folder: ``Run("runs/yearly-approvals-1a2b3c4d")``, or what :meth:`Study.run` gives."""

    def __init__(
        self, folder: Path, *, held: tempfile.TemporaryDirectory[str] | None = None
    ) -> None:
        self.folder = Folder(folder)
        self._held = held
        # The compiled half refuses a folder that is not whole.
        self._record: Record = json.loads(_linchpin.record(self.folder))
        if held is not None:
            _KEPT[self] = None

    @classmethod
    def open(cls, name: str = "last", *, runs: Path | None = None) -> Run:
        """A stored run by folder name, the start of its digest, or ``last``.

        ``runs`` is the folder that holds it, ``runs`` when not given. Where nothing was
        stored there from a shell, ``last`` is the last run of this process that is still there.
        """
        if name == "last" and runs is None and not os.path.lexists(os.path.join("runs", "last")):
            for run in reversed(list(_KEPT)):
                return run if isinstance(run, cls) else cls(run.folder)
        return cls(call("cite", name, *options(runs="runs" if runs is None else runs))["run"])

    def save(self, runs: Path = "runs") -> Run:
        """Keeps a run of a temporary folder below ``runs``, under its own name; gives the kept run."""
        target = Folder(runs) / self.folder.name
        if not target.exists():
            # Written aside and renamed, so that nobody ever reads half a run.
            target.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=target.parent, prefix=".saving-") as aside:
                shutil.copytree(self.folder, os.path.join(aside, "run"))
                os.rename(os.path.join(aside, "run"), target)
        kept = Run(target)
        _KEPT[kept] = None
        return kept

    @property
    def study(self) -> str:
        """Name of the study."""
        return str(self._record["report"]["study"]["id"])

    @property
    def digest(self) -> str:
        """SHA-256 of all that the run says: equal digests are equal numbers."""
        return str(self._record["report"]["run"]["digest"])

    @property
    def headline(self) -> str:
        """The answer in one sentence, with its range, horizon and cause."""
        return str(self._record["report"]["headline"]["text"])

    @property
    def scenarios(self) -> list[str]:
        """Names of the scenarios, without the baseline."""
        return [str(one["id"]) for one in self._record["report"]["scenarios"]]

    @cached_property
    def report(self) -> dict[str, Any]:
        """The whole report (``linchpin/report/1``), weekly bands included."""
        report: dict[str, Any] = json.loads(_linchpin.report(self.folder))
        return report

    def verify(self) -> list[str]:
        """What is wrong with the files of the run; empty when every byte is what was written."""
        (found,) = call("verify", self.folder)["runs"]
        if "error" in found:
            return [str(found["error"])]
        return [f"{one['file']}: {one['fault']}" for one in found["files"] if one["fault"]]

    def table(self, name: str) -> Table:
        """A table of the run folder: series, summary, binding, draws, outcomes, pairs or sources;
        of an engine with tables of its own also carried.

        Its digest is checked.
        """
        table = _linchpin.run_table(self.folder, name)
        return Table(table, table.digest)

    @property
    def bands(self) -> Table:
        """Weekly means and quantiles of every series, and of its change against the baseline."""
        return self.table("summary")

    @property
    def series(self) -> Table:
        """Weekly values of the draws that were kept one by one."""
        return self.table("series")

    @property
    def draws(self) -> Draws:
        """The parameters of every draw; ``run.draws.wide()`` has one row a draw."""
        table = _linchpin.run_table(self.folder, "draws")
        return Draws(table, table.digest)

    @property
    def outcomes(self) -> Table:
        """The outcome of every draw: a row for each draw and cell of the losses.

        Columns: scenario, cell, member, baseline (in the unit of the loss row), change (relative to the
        baseline; negative for a loss), first_week (from 1; empty without a loss).
        """
        return self.table("outcomes")

    def outcome(self, cell: str) -> pandas.Series[float]:
        """The change of one cell in every draw, by member: aligned with ``run.draws.wide()``."""
        frame = self.outcomes.to_pandas()
        rows = frame[frame["cell"].astype(str) == cell]
        if rows.empty:
            known = ", ".join(sorted(frame["cell"].astype(str).unique())[:5])
            raise Refused(f"the run has no cell `{cell}`; it has {known}, ...")
        return rows.set_index("member")["change"].rename(cell)

    @property
    def sources(self) -> Table:
        """Who says what: the accounts behind every input, assumption and act."""
        return self.table("sources")

    @cached_property
    def losses(self) -> Table:
        """Totals over the horizon against the baseline: who loses how much, from when, why.

        With fewer draws than tell a range, the columns of its ends are empty.
        """
        rows = []
        losses: Any = self._record["report"]["losses"]
        for loss in losses:
            row: dict[str, Any] = {name: loss[name] for name in
                   ("scenario", "level", "entity", "name", "product", "measure", "unit", "baseline")}
            for spread in ("change", "amount", "first_week"):
                row |= self._band(spread, loss[spread])
            # How far the ends of `change` would move with other draws.
            error: Any = loss.get("error") or {}
            row |= {f"change_error_{at}": error.get(at) for at in ("p05", "p95")}
            row |= {name: loss[name] for name in ("probability", "cause", "horizon", "cell")}
            row["contested"] = len(loss["contested"])
            rows.append(row)
        return Table.of_rows(rows)

    @property
    def _drawn(self) -> int:
        members = self._record["members"]
        return members["until"] - members["from"]

    def _band(self, name: str, spread: Any, draws: int | None = None) -> dict[str, Any]:
        """The three columns of a band; of too few draws the middle alone."""
        spread = spread or {}
        few = (self._drawn if draws is None else draws) < _linchpin.FEW
        return {f"{name}_{at}": None if few and at != "p50" else spread.get(at)
                for at in ("p05", "p50", "p95")}

    @cached_property
    def governments(self) -> Table:
        """What each government adds to each loss: scenario, cell, name, what, government, points, error.

        Points are per cent of the baseline's total. ``government`` is empty for what no government does;
        the rows of a cell add up to its mean change. Empty when the run was made without causes.
        """
        rows = []
        tables: Any = self._record["report"].get("governments", [])
        for table in tables:
            for row in table["rows"]:
                parts = [*zip(table["governments"], row["by"]), (None, row["other"])]
                for government, part in parts:
                    if part is not None:
                        cell = {name: row[name] for name in ("cell", "name", "what")}
                        rows.append({"scenario": table["scenario"]} | cell | {
                            "government": government, "points": part["points"], "error": part["error"]})
        return Table.of_rows(rows)

    @cached_property
    def methods(self) -> Table | None:
        """The headline by several methods, one row for a method and column; None for an engine with one."""
        found: Any = self._record["report"].get("ladder")
        if found is None:
            return None
        rows = []
        for row in found["rows"]:
            for column, change in zip(found["columns"], row["values"]):
                about = {name: found[name] for name in ("scenario", "entity", "name", "what")}
                rows.append(about | {"method": row["method"], "horizon": column}
                            | self._band("change", change, found["draws"]))
        return Table.of_rows(rows)

    @property
    def carried(self) -> Table | None:
        """The cells of the engine's own table behind each change, with value, source and points.

        The points of a cell add up to its change at the middle of every range; the last row of each is all
        that is left. None for an engine without such a table.
        """
        tables: Any = self._record["tables"]
        return self.table("carried") if "carried" in tables else None

    @cached_property
    def spillover(self) -> Table | None:
        """Output and value added lost by country and industry; None unless run with ``spillover=True``."""
        found = self._record["report"].get("spillover")
        if found is None:
            return None
        rows = []
        told: Any = found["rows"]
        for row in told:
            flat: dict[str, Any] = {
                name: row[name] for name in ("scenario", "region", "industry", "name")
            }
            for spread in ("output", "value_added", "share"):
                flat |= self._band(spread, row[spread], found["members"])
            rows.append(flat | {"unit": found["unit"], "year": found["year"], "cause": row["cause"]})
        return Table.of_rows(rows)

    def explain(self, cell: str | None = None, *, store: Path | None = None) -> Reason:
        """Why a number is what it is, down to its sources; the headline without a cell.

        With a document store, reasons end in the words of the documents it holds.
        """
        name = str(self.folder) if cell is None else f"{self.folder}#{cell}"
        return Reason.of(call("explain", name, *options(store=store))["reasons"])

    def write_report(self, path: Path) -> Folder:
        """Writes the page: one HTML file that fetches nothing."""
        call("report", self.folder, "--out", path)
        return Folder(path)

    def to_excel(self, path: Path) -> Folder:
        """Writes a workbook: the answer, totals, weekly bands, sources."""
        call("report", self.folder, "--xlsx", path)
        return Folder(path)

    def to_iamc(self) -> pandas.DataFrame:
        """The bands in the IAMC long form; ``pyam.IamDataFrame(run.to_iamc())`` takes every row."""
        import pandas

        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "iamc.csv")
            call("report", self.folder, "--iamc", path)
            frame = pandas.read_csv(path, float_precision="round_trip")
        frame["time"] = pandas.to_datetime(frame["time"])
        return frame

    def _fan(self, cell: str | None, change: bool) -> tuple[Any, pandas.DataFrame, str]:
        """The row of a cell, its weekly band as low, middle and high, and their unit."""
        name = cell or str(self._record["report"]["headline"]["cell"])
        rows: Any = self._record["report"]["losses"]
        loss = next((row for row in rows if row["cell"] == name), None)
        if loss is None:
            raise Refused(f"the run has no cell `{name}`; run.losses lists them")
        frame = self.bands.to_pandas()
        same = [
            frame[column].astype(str) == str(loss[key] or "")
            for column, key in (("scenario", "scenario"), ("entity", "entity"), ("variable", "measure"))
        ]
        product = frame["product"].astype(str).replace({"None": "", "nan": ""})
        frame = frame[same[0] & same[1] & same[2] & (product == str(loss["product"] or ""))]
        kind, scale, unit = ("change_", 100.0, "% of the baseline") if change else ("", 1.0, str(loss["unit"]))
        fan = frame[["week"]].copy()
        for column, at in (("low", "p05"), ("middle", "p50"), ("high", "p95")):
            fan[column] = frame[f"{kind}{at}"].to_numpy() * scale
        return loss, fan, unit

    def plot(
        self,
        cell: str | None = None,
        *,
        change: bool = True,
        axes: Any | None = None,
        library: Literal["matplotlib", "altair"] = "matplotlib",
    ) -> Any:
        """The weekly fan of a cell in its scenario; the headline without a cell.

        The band holds 90 % of the draws, the line is the median. With ``change`` it is the change against
        the baseline in per cent, else the level in its unit. Gives the axes of matplotlib, on ``axes`` where
        they are given, or a chart of Altair.
        """
        if library not in ("matplotlib", "altair"):
            raise Refused(f"`{library}` draws no runs here; `matplotlib` and `altair` do")
        if library == "altair" and axes is not None:
            raise Refused("axes belong to matplotlib; a chart of Altair is put beside another with `|` or `+`")
        loss, fan, unit = self._fan(cell, change)
        title = f"{loss['name']}: {loss['measure']}, {loss['scenario']}"
        # Few draws make no band.
        band = self._drawn >= _linchpin.FEW
        if library == "altair":
            return _chart(fan, title, unit, band=band, zero=change)
        import matplotlib.pyplot as pyplot

        axes = axes if axes is not None else pyplot.figure(figsize=(7, 3.5), layout="constrained").gca()
        if band:
            weeks, low, high = (fan[column].to_numpy() for column in ("week", "low", "high"))
            axes.fill_between(weeks, low, high, alpha=0.25, linewidth=0)
        axes.plot(fan["week"].to_numpy(), fan["middle"].to_numpy())
        if change:
            axes.axhline(0, linewidth=0.8, color="grey")
        axes.set_title(title, loc="left", fontsize=10)
        axes.set_ylabel(unit)
        return axes

    def citation(self) -> str:
        """How to cite this run."""
        return str(self._record["report"]["run"]["citation"])

    def __repr__(self) -> str:
        return f"Run({self.study}, {self.digest[:8]}): {self.headline}"

    def card(self, scenario: str | None = None) -> Card | None:
        """The answer of a scenario, or of the study, as every face shows it; None in runs of old versions.

        Its ``languages`` hold the same in Korean and Chinese.
        """
        report = self.report
        if scenario is None:
            return report["headline"].get("card")  # type: ignore[no-any-return]
        for one in report["scenarios"]:
            if one["id"] == scenario:
                return one.get("card")  # type: ignore[no-any-return]
        raise Refused(f"the run has no scenario `{scenario}`")

    def say(self, scenario: str | None = None, *, language: str = "en") -> str:
        """The card as text in a language (en, ko or zh): its sentence and its lines."""
        card = self.card(scenario)
        if card is None:
            return self.headline
        told: Any = {"language": "en", **card}
        known = {one["language"]: one for one in [told, *card.get("languages", [])]}
        if language not in known:
            raise Refused(f"the card speaks {', '.join(known)}, not `{language}`")
        lines = [f"{line['label']}: {line['text']}" for line in known[language]["lines"]]
        return "\n".join([known[language]["sentence"], *lines])

    def _repr_html_(self) -> str:
        card = self.card()
        # The texts are the card's, letter for letter; only their place is chosen here.
        lines = "".join(
            f"<dt>{escape(line['label'])}</dt><dd>{escape(line['text'])}</dd>"
            for line in (card["lines"] if card else [])
        )
        answers = "".join(
            f"<dt>{escape(one['title'])}</dt><dd>{escape(one['answer'])}</dd>"
            for one in self._record["report"]["scenarios"]
        )
        run = self._record["report"]["run"]
        about = f"{self._drawn} draws, seed {run['seed']}, SHA-256 {self.digest[:12]}"
        head = f"<p><strong>{escape(self.headline)}</strong></p><dl>{lines}</dl>"
        return f"{head}<dl>{answers}</dl><p><small>{escape(about)}</small></p>"


class Draws(Table):
    """The parameters of every draw, one row a parameter and draw."""

    def wide(self) -> pandas.DataFrame:
        """One row a draw, by member; one column a parameter: what sensitivity tools read."""
        frame = self.to_pandas()
        frame["parameter"] = frame["parameter"].astype(str)
        wide = frame.pivot(index="member", columns="parameter", values="value")
        wide.columns.name = None
        return wide


@dataclass(frozen=True)
class Reason:
    """One reason and what it rests on."""

    kind: str
    text: str
    because: list[Reason] = field(default_factory=list)

    @classmethod
    def of(cls, node: dict[str, Any]) -> Reason:
        """From an answer of ``explain``."""
        return cls(node["kind"], node["text"], [cls.of(one) for one in node["because"]])

    def leaves(self) -> Iterator[Reason]:
        """The reasons that rest on nothing further: sources, acts, assumptions, quotes."""
        if not self.because:
            yield self
        for one in self.because:
            yield from one.leaves()

    def __str__(self) -> str:
        lines = [self.text]
        for one in self.because:
            lines += ["  " + line for line in str(one).splitlines()]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        inner = "".join(one._repr_html_() for one in self.because)
        if not inner:
            return f"<div>{escape(self.text)}</div>"
        return f"<details open><summary>{escape(self.text)}</summary>{inner}</details>"


class Comparison:
    """Two runs, or two scenarios, side by side."""

    def __init__(self, data: Compared, sides: tuple[str, str]) -> None:
        self._data = data
        self._sides = sides

    @property
    def same_run(self) -> bool:
        """Whether both sides have the same digest."""
        return bool(self._data["same_run"])

    @property
    def shares_draws(self) -> bool:
        """Whether both sides are the same draws, so that differences are taken draw by draw."""
        return bool(self._data["pairing"]["shared"])

    @property
    def context(self) -> list[str]:
        """What differs between the two, by act, date and field."""
        return list(self._data["context"])

    @property
    def stated(self) -> Table:
        """The same as a table: kind, scenario, name, act, field, left, right."""
        return Table.of_rows([dict(row) for row in self._data["stated"]])

    @cached_property
    def rows(self) -> Table:
        """Totals on both sides, largest difference first; changes are shares of the baseline.

        Where draws are shared, the columns ``paired_*`` hold the quantiles of the difference over the draws
        and the shares of draws in which the right side is lower or higher.
        """
        rows = []
        for row in self._data["rows"]:
            whole: dict[str, Any] = dict(row)
            flat = {name: whole[name] for name in
                    ("scenario", "level", "entity", "name", "product", "measure")}
            told = whole["text"]
            for side in ("left", "right"):
                spread = whole[side] or {}
                few = not told[side]["range"]
                flat |= {f"{side}_{at}": None if few and at != "p50" else spread.get(at)
                         for at in ("p05", "p50", "p95")}
            paired = whole["paired"] or {}
            few = not told["difference"]["range"]
            flat |= {f"paired_{at}": None if few else paired.get(at)
                     for at in ("p05", "p25", "p75", "p95")}
            flat |= {f"paired_{at}": paired.get(at) for at in ("p50", "mean", "lower", "higher")}
            error: Any = paired.get("error") or [None, None, None]
            flat |= {"paired_error_p05": error[0], "paired_error_p95": error[2]}
            rows.append(flat | {"difference": whole["difference"], "differs": whole["differs"]})
        return Table.of_rows(rows)

    @cached_property
    def weekly(self) -> Table:
        """Weekly differences, draw by draw; only between two scenarios of one run."""
        rows = []
        for fan in self._data["weekly"]:
            columns = zip(fan["weeks"], *(fan["band"][at] for at in ("p05", "p25", "p50", "p75", "p95")),
                          fan["lower"], fan["higher"])
            for week, p05, p25, p50, p75, p95, lower, higher in columns:
                rows.append({"cell": fan["cell"], "week": week, "p05": p05, "p25": p25, "p50": p50,
                             "p75": p75, "p95": p95, "lower": lower, "higher": higher})
        return Table.of_rows(rows)

    def to_excel(self, path: Path) -> Folder:
        """Writes a workbook of the comparison."""
        call("compare", *self._sides, "--xlsx", path)
        return Folder(path)

    def __repr__(self) -> str:
        differing = sum(row["differs"] for row in self._data["rows"])
        return f"Comparison: {differing} of {len(self._data['rows'])} totals differ"

    def _repr_html_(self) -> str:
        return f"<p>{escape(repr(self))}</p>{self.rows._repr_html_()}"


def compare(
    left: Run,
    right: Run,
    *,
    left_scenario: str | None = None,
    right_scenario: str | None = None,
    tolerance: float = 0.0,
) -> Comparison:
    """Puts two runs, or one scenario of each, side by side."""

    def side(run: Run, scenario: str | None) -> str:
        return str(run.folder) if scenario is None else f"{run.folder}#{scenario}"

    sides = (side(left, left_scenario), side(right, right_scenario))
    return Comparison(call("compare", *sides, "--weekly", "--tolerance", tolerance), sides)
