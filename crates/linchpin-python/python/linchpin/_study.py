"""Studies: one question, a baseline, scenarios, hypothetical acts; and sweeps over a date or a parameter."""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path as Folder
from typing import TYPE_CHECKING, Any, NoReturn

from linchpin._call import Path, Watch, asked, check, options
from linchpin._days import Day, iso, iso_or
from linchpin._errors import Finding, UsageError
from linchpin._given import RUN, WITH, Given, Value, no_keyword, parameter, parameters, refuse, told, whole, written
from linchpin._guess import OF_STUDY, lookup
from linchpin._network import IoTable
from linchpin._run import Run
from linchpin._tables import Table

def studies() -> list[dict[str, Any]]:
    """The bundled studies with their questions and scenarios."""
    found: list[dict[str, Any]] = asked("list")["studies"]
    return found


class Study:
    """A study by its bundled name, or a folder with ``study.toml``.

    Raises:
        InputError: when there is no such study, or its files cannot be used; with the nearest name.
    """

    def __init__(self, name: Path, *, world: Path | None = None, **others: NoReturn) -> None:
        if others:
            raise UsageError(f"a study is given nothing but a world; try: lp.Study({name!r}).with_({told(others)})")
        self.name = os.fspath(name)
        self.world = world
        self._given = Given()
        # A folder is checked when it runs: it may be about to be mended.
        self._about: dict[str, Any] | None = None
        if not os.path.isdir(self.name):
            self._about = asked("list", self.name)["study"]

    @property
    def about(self) -> dict[str, Any]:
        """Title, question, period, draws and scenarios, as the files say now."""
        found: dict[str, Any] = self._about or asked("list", self.name)["study"]
        return found

    @property
    def title(self) -> str:
        """Its title."""
        return str(self.about["title"])

    @property
    def question(self) -> str:
        """What it asks."""
        return str(self.about["question"])

    @property
    def scenarios(self) -> list[str]:
        """Names of its scenarios, without the baseline."""
        return [str(one["id"]) for one in self.about["scenarios"]]

    def with_(
        self,
        *,
        set: Mapping[str, Value] | None = None,
        members: int | None = None,
        seed: int | None = None,
        until: Day | None = None,
        state: Day | None = None,
        assumptions: Path | None = None,
        table: IoTable | Path | None = None,
        days: Mapping[Day, Day] | None = None,
        **others: NoReturn,
    ) -> Study:
        """The same study with something else: parameters, draws, its end, where the market starts, days of acts.

        ``set`` maps parameters to a value, a range or a text with a unit: ``{"ban-leak": (0.2, 0.6)}``,
        ``{"product:dram supplier-stock": "13 week"}``; an underscore is a dash. ``state`` is a day or ``"at-rest"``.
        ``days`` moves a day wherever it stands in the study's scenarios and hypothetical acts:
        ``{"2027-04-30": "2027-09-30"}``. A day is a date or a text: ``2024-02-01``, ``1 Feb 2024``, ``Feb 2024``.
        ``table`` is the table that a network study stands on: a path, a built-in name or an :class:`IoTable`.

        Raises:
            UsageError: for a day or a number that is none; InputError: for a parameter or an end that the study
            does not take, with the nearest name.
        """
        if others:
            raise no_keyword("with_", others, WITH)
        new = Study.__new__(Study)
        new.name, new.world, new._about = self.name, self.world, self._about
        given = {
            "members": whole("members", members), "seed": whole("seed", seed), "assumptions": assumptions,
            "until": iso_or(until), "state": iso_or(state, "at-rest"), "table": table,
        }
        if set is not None and not isinstance(set, Mapping):
            raise UsageError(f'`set` is a dict, such as {{"ban-leak": 0.4}}; not {set!r}')
        stated = {name: value for name, value in given.items() if value is not None}
        moved = {iso(day): iso(to) for day, to in (days or {}).items()}
        named = {parameter(name): value for name, value in (set or {}).items()}
        new._given = replace(
            self._given,
            **stated,  # type: ignore[arg-type]
            set={**self._given.set, **named},
            days={**self._given.days, **moved},
        )
        if named or until is not None or state is not None:
            refuse(self.name, self.world, new._given)
        if moved:
            with new._files():
                pass
        return new

    @property
    def parameters(self) -> list[str]:
        """Names of the uncertain numbers that :meth:`with_` sets; it takes a moment, since the study is built."""
        return parameters(self.name, self.world)

    def copy(self, folder: Path) -> Study:
        """Copies the files of a bundled study into a new folder, to be edited."""
        asked("init", self.name, folder)
        return Study(folder, world=self.world)

    def check(self) -> list[Finding]:
        """Everything that is wrong with the files of a folder; bundled studies have no findings."""
        return check(self.name) if os.path.isdir(self.name) else []

    def run(
        self,
        scenario: str | None = None,
        *,
        members: int | None = None,
        seed: int | None = None,
        runs: Path | None = None,
        assumptions: Path | None = None,
        spillover: bool | str = False,
        causes: bool = True,
        progress: bool | Watch = False,
        **others: NoReturn,
    ) -> Run:
        """Runs the baseline and one scenario, or all of them.

        The run folder is written below ``runs``; without it, into a temporary folder that lives as long as
        the :class:`Run` (:meth:`Run.save` keeps it). ``assumptions`` is a workbook as
        :meth:`Run.to_excel` writes it, edited. ``spillover`` carries the loss on into the industries that
        use memory, on the table of 2011, or on another by name: ``"built-in-2023"``. Without ``causes`` it is
        quicker, and no cause is told. ``progress`` is True for a line on stderr, or a function of (done, all).

        Raises:
            InputError: for a study, world or act that cannot be used; UsageError: for a number that is
            none; KeyboardInterrupt on Ctrl-C.
        """
        if others:
            raise no_keyword("run", others, RUN)
        of = self.with_(members=members, seed=seed, assumptions=assumptions)._given
        held = tempfile.TemporaryDirectory(prefix="linchpin-") if runs is None else None
        root = held.name if held is not None else runs
        assert root is not None
        watch = _line if progress is True else (progress or None)
        words = options(
            members=of.members,
            seed=of.seed,
            until=of.until,
            state=of.state,
            world=self.world,
            assumptions=of.assumptions,
            table=of.table.path if isinstance(of.table, IoTable) else of.table,
            without_causes=not causes,
            runs=root,
        )
        if spillover is not False:
            words += ["--spillover" if spillover is True else f"--spillover={spillover}"]
        words += of.sets()
        with self._files() as name:
            told = asked("run", name if scenario is None else f"{name}/{scenario}", *words, watch=watch)
        return Run(told["run"], held=held)

    @contextmanager
    def _files(self) -> Iterator[str]:
        """The study as the command line takes it; where days are moved, a copy in which they are."""
        if not self._given.days:
            yield self.name
            return
        with tempfile.TemporaryDirectory(prefix="linchpin-moved-") as folder:
            copy = Folder(folder) / f"{Folder(self.name).name.removeprefix('bundled:')}-moved"
            if os.path.isdir(self.name):
                shutil.copytree(self.name, copy)
            else:
                asked("init", self.name, copy)
            _move(copy, self._given.days)
            yield os.fspath(copy)

    def sensitivity(
        self,
        scenario: str | None = None,
        *,
        method: str = "sobol",
        n: int | None = None,
        outcomes: Sequence[str] = (),
        above: float | None = None,
        factors: int = 20,
        seed: int | None = None,
        progress: bool | Watch = False,
    ) -> dict[str, Any]:
        """Which uncertain numbers an answer hangs on: what ``linchpin sensitivity`` prints, as values.

        ``method`` is morris, sobol, pawn or shapley. ``outcomes`` are cells, the headline's without any;
        ``above`` asks for the probability that more than this share of the baseline is lost.

        Raises:
            InputError: for a study, scenario or cell that is not there; UsageError: for a study with a parameter,
            an end, a state or a table of its own, since the design varies all numbers over the study's ranges;
            KeyboardInterrupt on Ctrl-C.
        """
        own = self._given
        if own.set or any(one is not None for one in (own.until, own.state, own.assumptions, own.table)):
            raise UsageError(
                "a sensitivity varies every number over the ranges of the study: copy the study and change its files"
            )
        seed = own.seed if seed is None else seed
        named = [word for cell in outcomes for word in ("--outcome", cell)]
        given = options(
            scenario=scenario, method=method, n=n, factors=factors, seed=seed, world=self.world
        )
        if above is not None:
            given = [*given, f"--above={above!r}"]
        watch = _line if progress is True else (progress or None)
        with self._files() as name:
            told = asked("sensitivity", name, *named, *given, watch=watch)
        found: dict[str, Any] = told["sensitivity"]
        return found

    def __repr__(self) -> str:
        own = f"Study({self.name!r})" if self.world is None else f"Study({self.name!r}, world={self.world!r})"
        changed = str(self._given)
        return f"{own}.with_({changed})" if changed else own

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> object:
            """First guesses: the right word for a name that a study does not have."""
            return lookup(self, name, OF_STUDY, variable="study")

    def _repr_html_(self) -> str:
        from html import escape

        rows = "".join(
            f"<dt>{escape(one['id'])}</dt><dd>{escape(one['title'])}</dd>" for one in self.about["scenarios"]
        )
        return f"<p><strong>{escape(self.title)}</strong> {escape(self.question)}</p><dl>{rows}</dl>"


def sweep(
    study: Study | Path,
    values: Mapping[str, Iterable[Value]] | Mapping[Day, Iterable[Day]],
    scenario: str | None = None,
    *,
    members: int | None = None,
    causes: bool = False,
) -> Table:
    """The losses of a study for each value of a parameter, of a day, or of its end: one row a value and loss.

    ``values`` names one parameter, a day of the study's acts, or ``until``: ``{"ban-leak": [0, 0.2, 0.4]}``,
    ``{"2027-04-30": ["2027-01-01", "2027-07-30"]}``. All runs share the study's draws of everything else, so that
    rows of two values differ by the value alone. The columns are those of :attr:`Run.losses` after the value's own.

    Nothing is run before every value was looked at.

    Raises:
        UsageError: for anything but one parameter or day, or a day that stands in no act of the study; InputError:
        for a parameter or a value that the study does not take.
    """
    study = study if isinstance(study, Study) else Study(study)
    if not isinstance(values, Mapping):
        raise UsageError(
            f"a sweep goes over a dict of one parameter and its values, not over {values!r}; "
            'such as lp.sweep("micron-ban", {"ban-leak": [0.0, 0.4]}, "ban", members=4)'
        )
    if len(values) != 1:
        raise UsageError(f"a sweep goes over one parameter, not over {len(values)}")
    ((key, wanted),) = values.items()
    if isinstance(wanted, (str, int, float)):
        raise UsageError(f"a sweep goes over a list of values: {{{str(key)!r}: [{wanted!r}]}}")
    # All are looked at before the first is run.
    name, ways = _ways(study, key, list(wanted))
    rows: list[dict[str, Any]] = []
    units: dict[str, str] = {}
    for value, of in ways:
        losses = of.run(scenario, members=members, causes=causes).losses
        shown = value if isinstance(value, (int, float)) else written(value)
        rows += [{name: shown, **row} for row in losses]
        units = losses.units
    return Table.of_rows(rows, units=units)


def _ways(study: Study, key: Any, wanted: list[Any]) -> tuple[str, list[tuple[Any, Study]]]:
    """What is swept over, by its right name, and the study for each value."""
    if key == "until":
        return "until", [(iso(value), study.with_(until=value)) for value in wanted]
    try:
        day = iso(key)
    except UsageError:
        name = parameter(key)
        return name, [(value, study.with_(set={name: value})) for value in wanted]
    return day, [(iso(value), study.with_(days={day: value})) for value in wanted]


DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def _move(folder: Folder, days: Mapping[str, str]) -> None:
    """Moves days in the scenarios and hypothetical acts of a study; all at once, so that two may change places."""
    files = [path for part in ("scenarios", "hypothetical") for path in sorted((folder / part).glob("*.toml"))]
    texts = {path: path.read_text(encoding="utf-8") for path in files}
    there = {day for text in texts.values() for day in DAY.findall(text)}
    for day in days:
        if day not in there:
            known = ", ".join(sorted(there))
            raise UsageError(f"{day} stands in no scenario or act of the study; its days are {known}")
    for path, text in texts.items():
        path.write_text(DAY.sub(lambda found: days.get(found[0], found[0]), text), encoding="utf-8")


def _line(done: int, all_: int) -> None:
    end = "\n" if done == all_ else ""
    print(f"\r{done} of {all_} draws", end=end, file=sys.stderr, flush=True)
