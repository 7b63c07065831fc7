"""Two runs, or two scenarios, side by side."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cached_property
from html import escape
from pathlib import Path as Folder
from typing import TYPE_CHECKING, Any

from linchpin._call import Path, asked
from linchpin._guess import OF_COMPARISON, lookup
from linchpin._run import Run
from linchpin._tables import SHARE, Table

if TYPE_CHECKING:
    from linchpin._contract import Comparison as Compared


class Comparison:
    """Two runs, or two scenarios, side by side."""

    def __init__(self, data: Compared, sides: tuple[str, str], name_of: Callable[[str], str] = str) -> None:
        self._data = data
        self._sides = sides
        self._name_of = name_of

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
        """Totals on both sides, largest difference first; changes and differences are shares of the baseline.

        Where draws are shared, the columns ``paired_*`` hold the quantiles of the difference over the draws
        and the shares of draws in which the right side is lower or higher.
        """
        rows = []
        for row in self._data["rows"]:
            whole: dict[str, Any] = dict(row)
            flat = {name: whole[name] for name in ("scenario", "level", "entity", "name", "product")}
            flat["product_name"] = self._name_of(whole["product"]) if whole["product"] else None
            flat |= {"measure": whole["measure"], "measure_name": self._name_of(whole["measure"])}
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
        shares = [name for name in (rows[0] if rows else {}) if name.startswith(("left_", "right_", "paired_"))]
        units = dict.fromkeys([*shares, "difference"], SHARE)
        units |= dict.fromkeys(("paired_lower", "paired_higher"), "share of the draws")
        return Table.of_rows(rows, units=units)

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
        asked("compare", *self._sides, "--xlsx", path)
        return Folder(path)

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> object:
            """First guesses: the right word for a name that a comparison does not have."""
            return lookup(self, name, OF_COMPARISON, variable="comparison")

    def __repr__(self) -> str:
        differing = sum(row["differs"] for row in self._data["rows"])
        return f"Comparison: {differing} of {len(self._data['rows'])} totals differ"

    def _repr_html_(self) -> str:
        return f"<p>{escape(repr(self))}</p>{self.rows._repr_html_()}"


def compare(
    left: Run | Path,
    right: Run | Path,
    *,
    left_scenario: str | None = None,
    right_scenario: str | None = None,
    tolerance: float = 0.0,
) -> Comparison:
    """Puts two runs, or one scenario of each, side by side.

    A run may be named by its folder, or as :meth:`Run.open` names it, ``last`` or an id; ``last#SCENARIO`` is
    one scenario of it.

    Raises:
        Refused: for a run or a scenario that is not there, with the nearest name.
    """
    (left, left_scenario), (right, right_scenario) = _side(left, left_scenario), _side(right, right_scenario)

    def side(run: Run, scenario: str | None) -> str:
        return str(run.folder) if scenario is None else f"{run.folder}#{scenario}"

    sides = (side(left, left_scenario), side(right, right_scenario))
    return Comparison(asked("compare", *sides, "--weekly", "--tolerance", tolerance), sides, left.name_of)


def _side(one: Run | Path, scenario: str | None) -> tuple[Run, str | None]:
    """A run and the scenario of it that is meant, if one is."""
    if not isinstance(one, Run):
        name = os.fspath(one)
        if not os.path.isdir(name) and "#" in name:
            name, _, own = name.rpartition("#")
            scenario = scenario or own
        one = Run(name)
    if scenario is not None:
        one._known_scenario(scenario)
    return one, scenario
