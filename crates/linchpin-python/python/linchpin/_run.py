"""Finished runs: the answer, the tables, the reasons, the pictures."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from functools import cached_property
from html import escape
from pathlib import Path as Folder
from typing import TYPE_CHECKING, Any, Literal, NoReturn

from linchpin import _linchpin, _pictures, _stored
from linchpin._call import Path, asked, native, options
from linchpin._errors import Refused, nearest, perhaps
from linchpin._guess import OF_RUN, lookup
from linchpin._reason import Reason
from linchpin._tables import PER_CENT, SHARE, Draws, Said, Table, labelled

if TYPE_CHECKING:
    import pandas

    from linchpin._contract import Card, Loss, Record
    from linchpin._world import World

#: Columns of the bands that are changes.
CHANGES = [f"change_{at}" for at in ("p05", "p25", "p50", "p75", "p95")]


class Run:
    """A run folder: ``Run("runs/yearly-approvals-1a2b3c4d")``, or what :meth:`Study.run` gives.

    What is no folder is looked for as :meth:`Run.open` does: ``Run("last")``.
    """

    def __init__(
        self, folder: Path, *, held: tempfile.TemporaryDirectory[str] | None = None
    ) -> None:
        if held is None and not os.path.isdir(folder):
            there = _stored.found(os.fspath(folder))
            folder, held = (there.folder, there._held) if isinstance(there, Run) else (there, None)
        self.folder: Folder = Folder(folder)
        self._held: tempfile.TemporaryDirectory[str] | None = held
        # The compiled half refuses a folder that is not whole.
        self._record: Record = json.loads(native(_linchpin.record, self.folder))
        if held is not None:
            _stored.KEPT[self] = None

    @classmethod
    def open(cls, name: Path = "last", *, runs: Path | None = None) -> Run:
        """A stored run by folder name, the start of its digest, or ``last``; :func:`linchpin.runs` lists them.

        ``runs`` is the folder that holds it, ``runs`` when not given. Where nothing was
        stored there from a shell, ``last`` is the last run of this process that is still there.

        Raises:
            Refused: when there is none, with the nearest name.
        """
        there = _stored.found(os.fspath(name), runs)
        return there if isinstance(there, cls) else cls(str(there))

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
        _stored.KEPT[kept] = None
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
        report: dict[str, Any] = json.loads(native(_linchpin.report, self.folder))
        return report

    def verify(self) -> list[str]:
        """What is wrong with the files of the run; empty when every byte is what was written."""
        (found,) = asked("verify", self.folder)["runs"]
        if "error" in found:
            return [str(found["error"])]
        return [f"{one['file']}: {one['fault']}" for one in found["files"] if one["fault"]]

    def name_of(self, id: str) -> str:
        """The reader's name of an id or of what a series measures; what has none is given back as it is."""
        if id in self._words:
            return self._words[id]
        names = self._record["names"]
        what, at, place = id.partition("@")
        found = names.get(id) or names.get(f"country:{id}")
        if found is None and at:
            return f"{self.name_of(what)} in {self.name_of(place)}"
        return found or id

    @cached_property
    def _words(self) -> dict[str, str]:
        """What series measure, in a reader's words: the common ones and the engine's own."""
        own = {one["name"]: one["label"] for one in self._record.get("vocabulary", [])}
        return {**_linchpin.MEASURES, **own}

    def table(self, name: str) -> Table:
        """A table of the run folder as it lies there, with ids: series, summary, binding, draws, outcomes,
        pairs or sources; of an engine with tables of its own also carried.

        Its digest is checked.
        """
        table = native(_linchpin.run_table, self.folder, name)
        return Table(table, table.digest)

    def _named(self, name: str, units: dict[str, str] | None = None) -> Table:
        """The same with the reader's names beside the ids; the digest is that of the columns with ids."""
        table = self.table(name)
        columns: list[Said] = [
            ("entity", "name", self.name_of),
            ("product", "product_name", self.name_of),
            ("variable", "variable_name", self.name_of),
        ]
        return Table(labelled(table, columns), table.digest, units=units)

    @property
    def bands(self) -> Table:
        """Weekly means and quantiles of every series, and of its change against the baseline.

        Beside each id stands its name. Changes are shares of the baseline (:meth:`Table.per_cent`).
        """
        return self._named("summary", dict.fromkeys(CHANGES, SHARE))

    @property
    def series(self) -> Table:
        """Weekly values of the draws that were kept one by one, with names beside the ids."""
        return self._named("series")

    @property
    def draws(self) -> Draws:
        """The parameters of every draw; ``run.draws.wide()`` has one row a draw."""
        table = native(_linchpin.run_table, self.folder, "draws")
        return Draws(table, table.digest)

    @property
    def outcomes(self) -> Table:
        """The outcome of every draw: a row for each draw and cell of the losses.

        Columns: scenario, cell, name (who and what), member, baseline (in the unit of the loss row), change
        (relative to the baseline; negative for a loss), first_week (from 1; empty without a loss).
        """
        table = self.table("outcomes")
        rows: Any = self._record["report"]["losses"]
        names = {loss["cell"]: self._said(loss) for loss in rows}
        columns: list[Said] = [("cell", "name", lambda cell: names.get(cell, cell))]
        return Table(labelled(table, columns), table.digest, units={"change": SHARE})

    def _said(self, loss: Loss) -> str:
        """Who and what a loss is of, in a reader's words: `SK hynix Wuxi, DRAM without HBM, output`."""
        product = loss["product"]
        words = [loss["name"], self.name_of(product) if product else "", self.name_of(loss["measure"])]
        return ", ".join(word for word in words if word)

    def outcome(self, cell: str) -> pandas.Series[float]:
        """The change of one cell in every draw, by member: aligned with ``run.draws.wide()``."""
        frame = self.outcomes.to_pandas()
        cell = self._cell(cell)
        rows = frame[frame["cell"].astype(str) == cell]
        if rows.empty:
            raise self._no_cell(cell)
        return rows.set_index("member")["change"].rename(cell)

    @property
    def sources(self) -> Table:
        """Who says what: the accounts behind every input, assumption and act."""
        return self.table("sources")

    @cached_property
    def losses(self) -> Table:
        """Totals over the horizon against the baseline: who loses how much, from when, why.

        Changes are shares of the baseline, negative for a loss: -0.18 is what texts call -18 %
        (:meth:`Table.per_cent`). With fewer draws than tell a range, the columns of its ends are empty.
        """
        rows = []
        losses: Any = self._record["report"]["losses"]
        for loss in losses:
            product = loss["product"]
            row: dict[str, Any] = {name: loss[name] for name in ("scenario", "level", "entity", "name", "product")}
            row["product_name"] = self.name_of(product) if product else None
            row |= {"measure": loss["measure"], "measure_name": self.name_of(loss["measure"])}
            row |= {name: loss[name] for name in ("unit", "baseline")}
            for spread in ("change", "amount", "first_week"):
                row |= self._band(spread, loss[spread])
            # How far the ends of `change` would move with other draws.
            error: Any = loss.get("error") or {}
            row |= {f"change_error_{at}": error.get(at) for at in ("p05", "p95")}
            row |= {name: loss[name] for name in ("probability", "cause", "horizon", "cell")}
            row["contested"] = len(loss["contested"])
            rows.append(row)
        changes = [*(f"change_{at}" for at in ("p05", "p50", "p95")), "change_error_p05", "change_error_p95"]
        return Table.of_rows(rows, units=dict.fromkeys(changes, SHARE))

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
        return Table.of_rows(rows, units=dict.fromkeys(("points", "error"), PER_CENT))

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
        return Table.of_rows(rows, units={f"change_{at}": SHARE for at in ("p05", "p50", "p95")})

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
        """What users of memory lose by country and industry; None unless run with ``spillover=True``.

        Output not made, the value added in it, its share of what is made (``share_*``), and the higher bill
        for memory (``bill_*``), each a loss above zero. The row without a country and an industry is the world.
        """
        found = self._record["report"].get("spillover")
        if found is None:
            return None
        rows = []
        told: Any = found["rows"]
        for row in told:
            flat: dict[str, Any] = {
                name: row[name] for name in ("scenario", "region", "industry", "name")
            }
            for spread in ("output", "value_added", "bill", "share"):
                flat |= self._band(spread, row[spread], found["members"])
            rows.append(flat | {"unit": found["unit"], "year": found["year"], "cause": row["cause"]})
        return Table.of_rows(rows, units={f"share_{at}": "share of what is made" for at in ("p05", "p50", "p95")})

    def explain(self, cell: str | None = None, *, store: Path | None = None) -> Reason:
        """Why a number is what it is, down to its sources; the headline without a cell.

        With a document store, reasons end in the words of the documents it holds.
        """
        name = str(self.folder) if cell is None else f"{self.folder}#{self._cell(cell)}"
        try:
            return Reason.of(asked("explain", name, *options(store=store))["reasons"])
        except Refused as error:
            # The nearest of all that a run tells, where the program names none.
            if cell is None or "has no cell" not in str(error) or "did you mean" in str(error):
                raise
            raise self._no_cell(cell) from None

    def write_report(self, path: Path) -> Folder:
        """Writes the page: one HTML file that fetches nothing."""
        asked("report", self.folder, "--out", path)
        return Folder(path)

    def to_excel(self, path: Path) -> Folder:
        """Writes a workbook: the answer, totals, weekly bands, sources."""
        asked("report", self.folder, "--xlsx", path)
        return Folder(path)

    def to_iamc(self) -> pandas.DataFrame:
        """The bands in the IAMC long form; ``pyam.IamDataFrame(run.to_iamc())`` takes every row."""
        import pandas

        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "iamc.csv")
            asked("report", self.folder, "--iamc", path)
            frame = pandas.read_csv(path, float_precision="round_trip")
        frame["time"] = pandas.to_datetime(frame["time"])
        return frame

    def _loss(self, cell: str | None) -> Loss:
        """The row of a cell, the headline's without one; of a scenario its row of the headline's cell."""
        name = self._cell(cell)
        rows: Any = self._record["report"]["losses"]
        for row in rows:
            if row["cell"] == name:
                found: Loss = row
                return found
        raise self._no_cell(name)

    def _cell(self, name: str | None) -> str:
        """The cell that is meant: the headline's without a name, and of a scenario the headline's in it."""
        told: Any = self._record["report"]["headline"]
        if name is None:
            return str(told["cell"])
        if name not in self.scenarios:
            return name
        rows: Any = self._record["report"]["losses"]
        cells = [str(row["cell"]) for row in rows if row["scenario"] == name]
        wanted = name + str(told["cell"]).removeprefix(str(told["scenario"]))
        return wanted if wanted in cells else next(iter(cells), wanted)

    def _no_cell(self, name: str) -> Refused:
        rows: Any = self._record["report"]["losses"]
        told = f'cells are listed by run.losses["cell"], scenarios are {", ".join(self.scenarios)}'
        near = perhaps(name, [str(row["cell"]) for row in rows] + self.scenarios, told)
        return Refused(f"the run has no cell `{name}` and no scenario of that name{near}")

    def _known_scenario(self, name: str) -> None:
        if name not in self.scenarios:
            near = perhaps(name, self.scenarios, f"it has {', '.join(self.scenarios)}")
            raise Refused(f"the run has no scenario `{name}`{near}")

    def plot(
        self,
        cell: str | None = None,
        *,
        kind: _pictures.Picture = "fan",
        change: bool = True,
        against: str | None = None,
        world: World | None = None,
        axes: Any | None = None,
        library: Literal["matplotlib", "altair"] = "matplotlib",
    ) -> Any:
        """A picture of a cell in its scenario; of the headline without a cell, in another scenario by its name.

        - ``fan``: week by week; the band holds 90 % of the draws, the line is the median. With ``change`` it is
          the change against the baseline in per cent, else the level in its unit.
        - ``waterfall``: the change of the median draw, cause by cause, in the unit of the cell; without a cell the
          first that was kept, where the headline has none.
        - ``map``: every site that makes the product of the cell, by what it makes and how that changes; the
          sites are those of ``world``, the bundled one when none is given.
        - ``paired``: the scenario of the cell and ``against``, another one of this run, draw by draw.

        Gives the axes of matplotlib, on ``axes`` where they are given, or a chart of Altair (fans only).

        Raises:
            UsageError: for a picture, a library or arguments that do not go together.
            Refused: for a cell or a scenario that the run does not have, or where nothing is to be drawn.
        """
        asked_for = _pictures.Asked(cell, kind, change, against, world, axes, library)
        return _pictures.draw(self, asked_for)

    def discover(self, cell: str | None = None, *, above: float) -> dict[str, Any]:
        """In which box of uncertain numbers a cell loses more than a share of its baseline (PRIM).

        ``above=0.2`` asks for losses of more than a fifth. ``sides`` are the limits of the box that are surer than
        chance, ``density`` the share of the draws inside that lose so much, ``coverage`` the share of all such
        draws that lie inside. What ``linchpin discover`` prints, as values.

        Raises:
            Refused: for a cell that the run does not have.
        """
        found: dict[str, Any] = asked(
            "discover", self.folder, "--outcome", self._loss(cell)["cell"], f"--above={above!r}"
        )["discovered"]
        return found

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
        self._known_scenario(scenario)
        (one,) = (one for one in report["scenarios"] if one["id"] == scenario)
        return one.get("card")  # type: ignore[no-any-return]

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

    def __getitem__(self, name: str) -> NoReturn:
        """A run has many tables, so that a name in brackets says not which.

        Raises:
            Refused: always, with the line that is meant.
        """
        if name in self.scenarios:
            line = f'run.say("{name}")'
        elif str(name) in self.losses.columns:
            line = f'run.losses["{name}"]'
        else:
            known = [one for one in dir(type(self)) if not one.startswith("_")]
            line = f"run.{nearest(str(name), known) or 'losses'}"
        raise Refused(f"a run has no `[{name!r}]`; try: {line}")

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> object:
            """First guesses: the right word for a name that a run does not have."""
            return lookup(self, name, OF_RUN, variable="run")
