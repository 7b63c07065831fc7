"""Questions from other ends: where the market stands on a day, and which stock and day keep a loss small."""

from __future__ import annotations

from typing import Any, Literal

from linchpin._call import Path, Watch, asked, options
from linchpin._days import Day, iso_or
from linchpin._given import whole


def cycle(
    on: Day,
    *,
    market: Literal["dram", "nand"] | None = None,
    quarters: int | None = None,
    known: Day | None = None,
    world: Path | None = None,
) -> list[dict[str, Any]]:
    """Where the memory market stands on a day, and what follows if nothing else happens: one dict a market.

    Nothing is used that was published after ``known``. Beyond two quarters a projection is a scenario. What
    ``linchpin cycle --on DAY`` prints, as values.

    Raises:
        UsageError: for a day that is none; InputError: for a day of which too little is known.
    """
    words = options(
        on=iso_or(on), market=market, quarters=quarters, known=iso_or(known), world=world
    )
    found: list[dict[str, Any]] = asked("cycle", *words)["markets"]
    return found


def decide(
    decision: Path,
    *,
    members: int | None = None,
    seed: int | None = None,
    world: Path | None = None,
    progress: Watch | None = None,
) -> dict[str, Any]:
    """Which level of a stock, and which day of an act, keep a loss within a limit in how many draws.

    ``decision`` is a bundled name such as ``wuxi-spares``, or a folder with ``decision.toml``. ``choices`` has
    every option, ``latest`` the last day for each level. What ``linchpin decide`` prints, as values.

    Raises:
        InputError: for a decision that is not there or cannot be used; KeyboardInterrupt on Ctrl-C.
    """
    words = options(members=whole("members", members), seed=whole("seed", seed), world=world)
    found: dict[str, Any] = asked("decide", decision, *words, watch=progress)["decided"]
    return found
