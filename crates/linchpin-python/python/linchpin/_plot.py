"""Pictures of a run: the weekly fan, the waterfall of causes, the map of sites, two scenarios draw by draw.

Each shows the numbers of a table of the run, in per cent of the baseline where they are changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas

LOSS, GAIN, CALM = "#b2182b", "#2166ac", "#8c8c8c"
#: Terabits in an exabit.
EXA = 1e6


@dataclass(frozen=True)
class Fan:
    """A weekly band as low, middle and high."""

    frame: pandas.DataFrame
    title: str
    unit: str
    #: Few draws make no band.
    band: bool
    #: Whether nothing stands at zero.
    zero: bool


def _axes(axes: Any | None, *, height: float = 3.5) -> Any:
    """The axes given, or new ones."""
    if axes is not None:
        return axes
    import matplotlib.pyplot as pyplot

    return pyplot.figure(figsize=(7, height), layout="constrained").gca()


def _titled(axes: Any, title: str) -> None:
    axes.set_title(title, loc="left", fontsize=10)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)


def fan(shown: Fan, axes: Any | None = None) -> Any:
    """The median as a line, 90 % of the draws as a band."""
    axes = _axes(axes)
    frame = shown.frame
    if shown.band:
        weeks, low, high = (frame[column].to_numpy() for column in ("week", "low", "high"))
        axes.fill_between(weeks, low, high, alpha=0.25, linewidth=0)
    axes.plot(frame["week"].to_numpy(), frame["middle"].to_numpy())
    if shown.zero:
        axes.axhline(0, linewidth=0.8, color="grey")
    import matplotlib.dates

    # Its functions bear no types.
    dates: Any = matplotlib.dates
    locator = dates.AutoDateLocator(minticks=3, maxticks=7)
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(dates.ConciseDateFormatter(locator))
    _titled(axes, shown.title)
    axes.set_ylabel(shown.unit)
    return axes


def chart(shown: Fan) -> Any:
    """The same as a chart of Altair: what stands under the pointer is told."""
    import altair

    base = altair.Chart(shown.frame, title=altair.Title(shown.title, anchor="start", fontSize=12))
    across = altair.X("week:T", title=None)
    told = [altair.Tooltip("week:T", title="week")]
    told += [
        altair.Tooltip(f"{column}:Q", title=words, format=".3~g")
        for column, words in (("low", "5 % are below"), ("middle", "median"), ("high", "5 % are above"))
        if shown.band or column == "middle"
    ]
    layers = []
    if shown.band:
        layers.append(base.mark_area(opacity=0.25).encode(across, altair.Y("low:Q"), altair.Y2("high:Q")))
    layers.append(base.mark_line().encode(across, altair.Y("middle:Q", title=shown.unit), tooltip=told))
    if shown.zero:
        import pandas

        rule = altair.Chart(pandas.DataFrame({"at": [0]})).mark_rule(color="grey", strokeWidth=0.8)
        layers.append(rule.encode(altair.Y("at:Q")))
    return altair.layer(*layers).properties(width=520, height=260)


def waterfall(steps: Sequence[tuple[str, float]], unit: str, title: str, axes: Any | None = None) -> Any:
    """Steps from nothing to the whole change, each from where the one before ends; the sum stands last."""
    axes = _axes(axes, height=1.2 + 0.32 * (len(steps) + 1))
    if unit == "Tb" and max((abs(value) for _, value in steps), default=0.0) >= EXA:
        steps, unit = [(name, value / EXA) for name, value in steps], "Eb"
    names, at = [name for name, _ in steps] + ["together"], 0.0
    for row, (_, value) in enumerate(steps):
        axes.barh(row, value, left=at, color=LOSS if value < 0 else GAIN)
        at += value
    axes.barh(len(steps), at, color=CALM)
    axes.set_yticks(range(len(names)), names)
    axes.invert_yaxis()
    axes.axvline(0, linewidth=0.8, color="grey")
    axes.set_xlabel(unit)
    _titled(axes, title)
    return axes


@dataclass(frozen=True)
class Spot:
    """A site on the map: its worth is the size of its circle, its change the colour."""

    name: str
    longitude: float
    latitude: float
    baseline: float
    change: float


#: Sites whose names stand beside the map, those that change most.
NAMED = 7
#: Degrees of longitude around the middle of all that is made; sites beyond are told in a line.
NEAR = 30.0


def sites(spots: Sequence[Spot], title: str, axes: Any | None = None) -> Any:
    """Circles at the sites: the area is what the baseline makes there, the colour how it changes."""
    axes = _axes(axes, height=4.5)
    middle = _middle(spots)
    near = [spot for spot in spots if abs(spot.longitude - middle) <= NEAR]
    far = [spot for spot in spots if abs(spot.longitude - middle) > NEAR]
    most = max((spot.baseline for spot in near), default=1.0) or 1.0
    widest = 100 * max((abs(spot.change) for spot in spots), default=0.0) or 1.0
    drawn = axes.scatter(
        [spot.longitude for spot in near],
        [spot.latitude for spot in near],
        s=[14 + 400 * spot.baseline / most for spot in near],
        c=[100 * spot.change for spot in near],
        cmap="RdBu", vmin=-widest, vmax=widest, edgecolors="grey", linewidths=0.5, alpha=0.85,
    )
    named = sorted(near, key=lambda spot: -abs(spot.change))[:NAMED]
    # One below the other on the right, from north to south, so that no name covers another.
    for row, spot in enumerate(sorted(named, key=lambda spot: -spot.latitude)):
        axes.annotate(
            f"{spot.name} {100 * spot.change:+.1f} %",
            (spot.longitude, spot.latitude),
            xytext=(1.03, 0.95 - 0.1 * row), textcoords="axes fraction", fontsize=8, va="center",
            arrowprops={"arrowstyle": "-", "color": "grey", "linewidth": 0.5},
        )
    below = "degrees east"
    if far:
        # Rounded first, so that no zero has a sign.
        changes = [round(100 * spot.change, 1) + 0.0 for spot in far]
        below += f"\nnot on the map: {len(far)} sites elsewhere, {min(changes):+.1f} to {max(changes):+.1f} %"
    axes.set_xlabel(below)
    axes.set_ylabel("degrees north")
    axes.margins(0.12)
    axes.figure.colorbar(drawn, ax=axes, label="% of the baseline", shrink=0.7, location="left")
    _titled(axes, title)
    return axes


def _middle(spots: Sequence[Spot]) -> float:
    """The longitude with half of all that is made to its west."""
    half, made = sum(spot.baseline for spot in spots) / 2, 0.0
    for spot in sorted(spots, key=lambda spot: spot.longitude):
        made += spot.baseline
        if made >= half:
            return spot.longitude
    return 0.0


def paired(
    left: pandas.Series[float], right: pandas.Series[float], sides: tuple[str, str], title: str, *,
    band: bool, axes: Any | None = None,
) -> Any:
    """A dot a draw: one scenario across, the other up; on the diagonal both are equal."""
    axes = _axes(axes, height=4.5)
    across, up = 100 * left, 100 * right
    axes.scatter(across, up, s=14, alpha=0.6)
    ends = min(across.min(), up.min()), max(across.max(), up.max())
    axes.plot(ends, ends, color="grey", linewidth=0.8)
    axes.set_xlabel(f"{sides[0]}, % of the baseline")
    axes.set_ylabel(f"{sides[1]}, % of the baseline")
    apart = up - across
    told = f"{sides[1]} less {sides[0]}: {apart.median():+.1f} points"
    if band:
        told += f" [{apart.quantile(0.05):+.1f}, {apart.quantile(0.95):+.1f}]"
    lower = f"lower in {(apart < 0).mean():.0%} of {len(apart)} draws"
    axes.annotate(f"{told}\n{lower}", (0.03, 0.97), xycoords="axes fraction", va="top", fontsize=8)
    _titled(axes, title)
    return axes
