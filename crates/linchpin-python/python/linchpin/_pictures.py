"""Which numbers of a run each picture shows; :mod:`linchpin._plot` draws them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

from linchpin import _linchpin, _plot
from linchpin._errors import Refused, UsageError, nearest
from linchpin._tables import PER_CENT
from linchpin._world import World

if TYPE_CHECKING:
    from linchpin._contract import Loss
    from linchpin._run import Run

#: The pictures of :meth:`Run.plot`.
Picture = Literal["fan", "waterfall", "map", "paired"]
KINDS: tuple[str, ...] = get_args(Picture)


@dataclass(frozen=True)
class Asked:
    """What :meth:`Run.plot` is asked for."""

    cell: str | None
    kind: str
    change: bool
    against: str | None
    world: World | None
    axes: Any | None
    library: str


def draw(run: Run, asked: Asked) -> Any:
    """The picture; a kind in the place of the cell is meant as the kind."""
    cell, kind, axes, against, library = asked.cell, asked.kind, asked.axes, asked.against, asked.library
    if cell in KINDS and kind == "fan":
        cell, kind = None, str(cell)
    if library not in ("matplotlib", "altair"):
        raise UsageError(f"`{library}` draws no runs here; `matplotlib` and `altair` do")
    if kind not in KINDS:
        raise UsageError(_no_kind(run, kind))
    if library == "altair" and (axes is not None or kind != "fan"):
        raise UsageError("Altair draws fans, on axes of its own; matplotlib draws the others")
    if (against is not None) != (kind == "paired"):
        other = against or next(iter(run.scenarios), "SCENARIO")
        line = f'run.plot(kind="paired", against="{other}")'
        raise UsageError(
            f"a paired picture needs a scenario to go `against`, and no other picture has one; try: {line}"
        )
    loss = run._loss(cell)
    if kind == "waterfall":
        return _waterfall(run, loss, axes, own=cell is not None)
    if kind == "map":
        return _map(run, loss, asked.world or World(), axes)
    if against is not None:
        return _paired(run, loss, against, axes)
    shown = _fan(run, loss, asked.change)
    return _plot.chart(shown) if library == "altair" else _plot.fan(shown, axes)


def _no_kind(run: Run, kind: str) -> str:
    """What to say of a kind that is none: the scenario or cell that was meant, or the nearest kind."""
    said = f"`{kind}` is no picture of a run; {', '.join(KINDS[:-1])} and {KINDS[-1]} are; try: "
    cells = [str(row["cell"]) for row in run.losses]
    if kind in run.scenarios or kind in cells:
        return f'{said}run.plot("{kind}")'
    return f'{said}run.plot(kind="{nearest(kind, KINDS[:-1]) or "fan"}")'


def _fan(run: Run, loss: Loss, change: bool) -> _plot.Fan:
    """The weekly band of a cell."""
    frame = run.table("summary").to_pandas()
    same = [
        frame[column].astype(str) == str(loss[key] or "")  # type: ignore[literal-required]
        for column, key in (("scenario", "scenario"), ("entity", "entity"), ("variable", "measure"))
    ]
    product = frame["product"].astype(str).replace({"None": "", "nan": ""})
    frame = frame[same[0] & same[1] & same[2] & (product == str(loss["product"] or ""))]
    kind, scale = ("change_", 100.0) if change else ("", 1.0)
    shown = frame[["week"]].copy()
    for column, at in (("low", "p05"), ("middle", "p50"), ("high", "p95")):
        shown[column] = frame[f"{kind}{at}"].to_numpy() * scale
    unit = PER_CENT if change else str(next(iter(frame["unit"]), loss["unit"]))
    title = f"{run._said(loss)}: {loss['scenario']}"
    return _plot.Fan(shown, title, unit, band=run._drawn >= _linchpin.FEW, zero=change)


def _waterfall(run: Run, loss: Loss, axes: Any | None, *, own: bool) -> Any:
    """The waterfall of a cell; without a cell of one's own the first that was kept, where the headline has none."""
    kept = _falls(run)
    if loss["cell"] not in kept and not own and kept:
        loss = run._loss(next(iter(kept)))
    if loss["cell"] in kept:
        fall = kept[loss["cell"]]
        steps = [(str(step["name"]), float(step["value"])) for step in fall["steps"]]
        title = f"{run._said(loss)}: {loss['scenario']}, the median draw"
        return _plot.waterfall(steps, str(fall["unit"]), title, axes)
    cells = list(kept)[:3]
    which = f"the largest losses of bits have one: {', '.join(cells)}" if cells else "a run without causes keeps none"
    raise Refused(
        f"no waterfall was kept of `{loss['cell']}`; {which}. run.explain(cell) tells the causes of any cell"
    )


def _falls(run: Run) -> dict[str, Any]:
    """The waterfalls that were kept, by the cell that each explains."""
    rows: Any = run._record["report"]["losses"]
    cells = {}
    for row in rows:
        product = f" {run.name_of(row['product'])}" if row["product"] else ""
        name = f"{row['name']}{product} {run.name_of(row['measure'])}"
        cells[(row["scenario"], row["entity"], name)] = str(row["cell"])
    falls: Any = run._record["report"]["waterfall"]
    found = [(cells.get((fall["scenario"], fall["entity"], fall["name"])), fall) for fall in falls]
    return {cell: fall for cell, fall in found if cell is not None}


def _map(run: Run, loss: Loss, world: World, axes: Any | None) -> Any:
    places = {row["id"]: row for row in world.sites}
    rows: Any = run._record["report"]["losses"]
    spots = [
        _plot.Spot(row["name"], at["longitude"], at["latitude"], row["baseline"], row["change"]["p50"])
        for row in rows
        if row["scenario"] == loss["scenario"] and row["level"] == "site" and row["measure"] == "output"
        and row["product"] == loss["product"] and (at := places.get(row["entity"])) is not None
    ]
    if not spots:
        raise Refused(f"no site makes what `{loss['cell']}` is about: a map shows the output of sites")
    made = run.name_of(loss["product"]) if loss["product"] else ""
    title = f"{made}, output of sites: {loss['scenario']}, median of {run._drawn} draws"
    return _plot.sites(spots, title, axes)


def _paired(run: Run, loss: Loss, against: str, axes: Any | None) -> Any:
    run._known_scenario(against)
    of = str(loss["scenario"])
    other = against + loss["cell"].removeprefix(of)
    title = run._said(loss)
    band = run._drawn >= _linchpin.FEW
    return _plot.paired(
        run.outcome(other), run.outcome(loss["cell"]), (against, of), title, band=band, axes=axes
    )
