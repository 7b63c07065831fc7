"""Studies: one question, a baseline, scenarios, hypothetical acts; and sweeps over a date or a parameter."""

from __future__ import annotations

import datetime
import os
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from linchpin._call import Path, Watch, call, check, options
from linchpin._errors import Finding, UsageError
from linchpin._run import Run
from linchpin._tables import Table

Day = str | datetime.date
#: A value, a range (low, high) or (low, value, high), or a text such as ``"13 week"``.
Value = float | str | tuple[float, ...]


def studies() -> list[dict[str, Any]]:
    """The bundled studies with their questions and scenarios."""
    found: list[dict[str, Any]] = call("list")["studies"]
    return found


@dataclass(frozen=True)
class _Given:
    """What a run of the study is given; what is None is the study's own."""

    members: int | None = None
    seed: int | None = None
    until: Day | None = None
    state: Day | None = None
    assumptions: Path | None = None
    set: Mapping[str, Value] = field(default_factory=dict)


class Study:
    """A study by its bundled name, or a folder with ``study.toml``.

    Raises:
        InputError: when there is no such study, or its files cannot be used; with the nearest name.
    """

    def __init__(self, name: Path, *, world: Path | None = None) -> None:
        self.name = os.fspath(name)
        self.world = world
        self._given = _Given()
        # A folder is checked when it runs: it may be about to be mended.
        self._about: dict[str, Any] | None = None
        if not os.path.isdir(self.name):
            self._about = call("list", self.name)["study"]

    @property
    def about(self) -> dict[str, Any]:
        """Title, question, period, draws and scenarios, as the files say now."""
        found: dict[str, Any] = self._about or call("list", self.name)["study"]
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
    ) -> Study:
        """The same study with something else: parameters, draws, its end, where the market starts.

        ``set`` maps parameters to a value, a range or a text with a unit: ``{"ban-leak": (0.2, 0.6)}``,
        ``{"product:dram supplier-stock": "13 week"}``. ``state`` is a day or ``"at-rest"``.
        """
        new = Study.__new__(Study)
        new.name, new.world, new._about = self.name, self.world, self._about
        given = {
            "members": members, "seed": seed, "until": until, "state": state, "assumptions": assumptions
        }
        stated = {name: value for name, value in given.items() if value is not None}
        new._given = replace(self._given, **stated, set={**self._given.set, **(set or {})})  # type: ignore[arg-type]
        return new

    def copy(self, folder: Path) -> Study:
        """Copies the files of a bundled study into a new folder, to be edited."""
        call("init", self.name, folder)
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
        spillover: bool = False,
        causes: bool = True,
        progress: bool | Watch = False,
    ) -> Run:
        """Runs the baseline and one scenario, or all of them.

        The run folder is written below ``runs``; without it, into a temporary folder that lives as long as
        the :class:`Run` (:meth:`Run.save` keeps it). ``assumptions`` is a workbook as
        :meth:`Run.to_excel` writes it, edited. ``spillover`` carries the loss on into the industries that
        use memory. Without ``causes`` it is quicker, and no cause is told. ``progress`` is True for a line on
        stderr, or a function of (done, all).

        Raises:
            InputError: for a study, world or act that cannot be used; UsageError: for a number that is
            none; KeyboardInterrupt on Ctrl-C.
        """
        of = self.with_(members=members, seed=seed, assumptions=assumptions)._given
        for name, number in (("members", of.members), ("seed", of.seed)):
            if number is not None and (isinstance(number, bool) or not isinstance(number, int)):
                raise UsageError(f"{name} is a whole number, not {number!r}")
        if of.members is not None and of.members < 1:
            raise UsageError(f"a run needs at least one draw, not {of.members}")
        held = tempfile.TemporaryDirectory(prefix="linchpin-") if runs is None else None
        root = held.name if held is not None else runs
        assert root is not None
        name = self.name if scenario is None else f"{self.name}/{scenario}"
        watch = _line if progress is True else (progress or None)
        words = options(
            members=of.members,
            seed=of.seed,
            until=of.until,
            state=of.state,
            world=self.world,
            assumptions=of.assumptions,
            spillover=spillover,
            without_causes=not causes,
            runs=root,
        )
        for parameter, value in of.set.items():
            words += ["--set", f"{parameter}={_written(value)}"]
        told = call("run", name, *words, watch=watch)
        return Run(told["run"], held=held)

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
            InputError: for a study, scenario or cell that is not there; KeyboardInterrupt on Ctrl-C.
        """
        named = [word for cell in outcomes for word in ("--outcome", cell)]
        given = options(
            scenario=scenario, method=method, n=n, factors=factors, seed=seed, world=self.world
        )
        if above is not None:
            given = [*given, f"--above={above!r}"]
        watch = _line if progress is True else (progress or None)
        told = call("sensitivity", self.name, *named, *given, watch=watch)
        found: dict[str, Any] = told["sensitivity"]
        return found

    def __repr__(self) -> str:
        return f"Study({self.name!r})"

    def _repr_html_(self) -> str:
        from html import escape

        rows = "".join(
            f"<dt>{escape(one['id'])}</dt><dd>{escape(one['title'])}</dd>" for one in self.about["scenarios"]
        )
        return f"<p><strong>{escape(self.title)}</strong> {escape(self.question)}</p><dl>{rows}</dl>"


def sweep(
    study: Study | Path,
    values: Mapping[str, Iterable[Value]],
    scenario: str | None = None,
    *,
    members: int | None = None,
    causes: bool = False,
) -> Table:
    """The losses of a study for each value of a parameter, or of its end: one row a value and loss.

    ``values`` names one parameter, or ``until``: ``{"ban-leak": [0, 0.2, 0.4]}``. All runs share the
    study's draws of everything else, so that rows of two values differ by the value alone. The columns
    are those of :attr:`Run.losses` after the value's own.
    """
    study = study if isinstance(study, Study) else Study(study)
    if len(values) != 1:
        raise UsageError(f"a sweep goes over one parameter, not over {len(values)}")
    ((name, wanted),) = values.items()
    rows: list[dict[str, Any]] = []
    for value in wanted:
        of = study.with_(until=value) if name == "until" else study.with_(set={name: value})  # type: ignore[arg-type]
        run = of.run(scenario, members=members, causes=causes)
        shown = value if isinstance(value, (int, float)) else _written(value)
        rows += [{name: shown, **row} for row in run.losses.to_arrow().to_pylist()]
    return Table.of_rows(rows)


def _written(value: Any) -> str:
    """A value as ``--set`` reads it."""
    if isinstance(value, tuple):
        return "..".join(repr(part) for part in value)
    return value if isinstance(value, str) else str(value)


def _line(done: int, all_: int) -> None:
    end = "\n" if done == all_ else ""
    print(f"\r{done} of {all_} draws", end=end, file=sys.stderr, flush=True)
