"""Studies: one question, a baseline, scenarios, hypothetical acts."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Sequence
from typing import Any

from linchpin._call import Path, Watch, call, check, options
from linchpin._errors import Finding, UsageError
from linchpin._run import Run


def studies() -> list[dict[str, Any]]:
    """The bundled studies with their questions and scenarios."""
    found: list[dict[str, Any]] = call("list")["studies"]
    return found


class Study:
    """A study by its bundled name, or a folder with ``study.toml``."""

    def __init__(self, name: Path, *, world: Path | None = None) -> None:
        self.name = os.fspath(name)
        self.world = world

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
        progress: bool | Watch = False,
    ) -> Run:
        """Runs the baseline and one scenario, or all of them.

        The run folder is written below ``runs``; without it, into a temporary folder that lives as long as
        the :class:`Run`. ``assumptions`` is a workbook as :meth:`Run.to_excel` writes it, edited.
        ``spillover`` carries the loss on into the industries that use memory. ``progress`` is True for a line on stderr, or a function of (done, all).

        Raises:
            InputError: for a study, world or act that cannot be used; KeyboardInterrupt on Ctrl-C.
        """
        if members is not None and members < 1:
            raise UsageError(f"a run needs at least one draw, not {members}")
        held = tempfile.TemporaryDirectory(prefix="linchpin-") if runs is None else None
        root = held.name if held is not None else runs
        assert root is not None
        name = self.name if scenario is None else f"{self.name}/{scenario}"
        watch = _line if progress is True else (progress or None)
        given = options(
            members=members,
            seed=seed,
            world=self.world,
            assumptions=assumptions,
            spillover=spillover,
            runs=root,
        )
        told = call("run", name, *given, watch=watch)
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


def _line(done: int, all_: int) -> None:
    end = "\n" if done == all_ else ""
    print(f"\r{done} of {all_} draws", end=end, file=sys.stderr, flush=True)
