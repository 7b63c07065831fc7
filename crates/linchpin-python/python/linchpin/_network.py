"""Shock propagation: input-output tables, ARIO, the systemic risk of firms.

Tables, shocks and lists of firms are files, or what Python holds already: dicts, lists of dicts, data frames of
pandas or Polars, our own tables.
"""

from __future__ import annotations

import csv
import json
import os
import re
import tempfile
from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path as Folder
from typing import TYPE_CHECKING, Any, Protocol

from linchpin._call import Path, asked, options
from linchpin._errors import UsageError
from linchpin._tables import Table

if TYPE_CHECKING:
    import pandas

#: What a shock is: a file, a folder of files, the content of one file, or several contents by name.
Shock = Path | Mapping[str, Any]
#: Rows of equal columns: a CSV or Parquet file, a data frame, a table of ours, or a list of dicts.
Rows = Path | Table | Iterable[Mapping[str, Any]] | Any
FLOW = ("from_region", "from_sector", "to_region", "to", "value")


class PymrioSystem(Protocol):
    """What is needed of a ``pymrio.IOSystem``."""

    def save_all(self, path: str, table_format: str) -> Any: ...


class IoTable:
    """A multi-regional input-output table in any layout that ``linchpin table import`` knows."""

    def __init__(
        self, path: Path, *, held: tempfile.TemporaryDirectory[str] | None = None
    ) -> None:
        self.path = Folder(path)
        self._held = held

    @classmethod
    def from_pymrio(cls, system: PymrioSystem) -> IoTable:
        """From a pymrio system; it must hold Z, Y and x (``system.calc_all()`` makes them)."""
        held = tempfile.TemporaryDirectory(prefix="linchpin-table-")
        source = os.path.join(held.name, "pymrio")
        system.save_all(source, table_format="txt")
        return cls(source, held=held)

    @classmethod
    def from_rows(cls, flows: Rows) -> IoTable:
        """From one flow a row: from_region, from_sector, to_region, to, value, and perhaps unit.

        What is bought by a ``to`` that sells nothing is final demand. Output is what is sold.
        """
        held = tempfile.TemporaryDirectory(prefix="linchpin-table-")
        path = _csv(flows, Folder(held.name) / "flows.csv", FLOW)
        return cls(path, held=held)

    @classmethod
    def from_frames(cls, Z: pandas.DataFrame, Y: pandas.DataFrame) -> IoTable:
        """From two data frames: what industries buy of industries, and what final demand buys of them.

        Rows are labelled by region and sector (a ``MultiIndex``), the columns of ``Z`` likewise, the columns of
        ``Y`` by region and category.
        """
        rows: list[dict[str, Any]] = []
        for frame in (Z, Y):
            if frame.index.nlevels != 2 or frame.columns.nlevels != 2:
                raise UsageError("rows and columns are labelled by two levels: region and sector, or category")
            for (from_region, from_sector), bought in zip(frame.index, frame.to_numpy().tolist()):
                rows += [
                    dict(zip(FLOW, (from_region, from_sector, to_region, to, value)))
                    for (to_region, to), value in zip(frame.columns, bought)
                    if value != 0
                ]
        return cls.from_rows(rows)

    def show(self) -> dict[str, Any]:
        """Regions, sectors, categories of final demand, total output."""
        shown: dict[str, Any] = asked("table", "show", self.path)
        return shown

    def identity(self) -> dict[str, Any]:
        """How far the accounts are from closing, by row and column."""
        report: dict[str, Any] = asked("table", "check", self.path)
        return report

    def aggregate(
        self, out: Path, *, regions: Path | None = None, sectors: Path | None = None
    ) -> IoTable:
        """Puts regions or sectors together by CSV files of ``label,group``; writes the result to ``out``."""
        words = ["aggregate", os.fspath(self.path), *options(regions=regions, sectors=sectors, out=out)]
        asked("table", *words)
        return IoTable(out)

    def to_pymrio(self, folder: Path) -> Folder:
        """Writes a folder that ``pymrio.load`` reads."""
        asked("table", "export", self.path, *options(format="pymrio", out=folder))
        return Folder(folder)

    def __repr__(self) -> str:
        return f"IoTable({str(self.path)!r})"

    def _repr_html_(self) -> str:
        shown = self.show()
        told = {name: shown.get(name) for name in ("regions", "sectors", "categories")}
        rows = "".join(
            f"<dt>{escape(name)}</dt><dd>{escape(', '.join(map(str, labels)))}</dd>"
            for name, labels in told.items()
            if isinstance(labels, list)
        )
        return f"<p><strong>{escape(self.path.name)}</strong></p><dl>{rows}</dl>"


def ario(
    *,
    inputs: Path | None = None,
    table: IoTable | Path | None = None,
    shock: Shock | None = None,
    mode: str | None = None,
    days: int | None = None,
) -> dict[str, Any]:
    """Runs ARIO day by day: a folder with Z.csv, Y.csv, x.csv and run.json, or a table and a shock.

    ``shock`` is a file as the book describes it, its content as a dict (``{"args": ..., "shock": ...}``), or
    several contents by name, which run side by side as scenarios. Without a table it runs on the built-in one.
    ``mode`` is ``boario`` (equal to BoARIO 0.7.2 day by day) or ``corrected``.

    Raises:
        UsageError: for a dict that is neither a shock nor shocks by name; InputError: for a table or a shock that
            cannot be used.
    """
    path = table.path if isinstance(table, IoTable) else table
    with tempfile.TemporaryDirectory(prefix="linchpin-shock-") as folder:
        written = _shock(shock, Folder(folder)) if isinstance(shock, Mapping) else shock
        words = options(inputs=inputs, table=path, shock=written, mode=mode, days=days)
        report: dict[str, Any] = asked("network", "ario", *words)
    return report


def esri(links: Rows, firms: Rows, **given: Any) -> list[dict[str, Any]]:
    """Ranks firms by the output that goes when they stop; options as of ``linchpin network esri``.

    ``links`` has the columns supplier, buyer and amount, ``firms`` firm and sector.
    """
    with tempfile.TemporaryDirectory(prefix="linchpin-firms-") as folder:
        bought = _csv(links, Folder(folder) / "links.csv", ("supplier", "buyer", "amount"))
        named = _csv(firms, Folder(folder) / "firms.csv", ("firm", "sector"))
        ranked: list[dict[str, Any]] = asked("network", "esri", *options(links=bought, firms=named, **given))
    return ranked


def statics(table: IoTable | Path | None = None) -> Table:
    """What a table says before anything moves, an industry a row, the largest loss by extraction first.

    ``backward`` is Leontief's multiplier, ``forward`` Ghosh's, which is upstreamness; ``extraction`` what is lost,
    in the table's unit, when the industry neither buys nor sells. Without a table it is the built-in one.
    """
    path = table.path if isinstance(table, IoTable) else table
    found = asked("network", "statics", *options(table=path))
    units = dict.fromkeys(("output", "extraction"), str(found["unit"]))
    return Table.of_rows(found["industries"], units=units | {"extraction_share": "share of all output"})


def _shock(given: Mapping[str, Any], folder: Folder) -> Folder:
    """The files of a shock, or of several by name."""
    if "args" in given:
        path = folder / "shock.json"
        path.write_text(json.dumps(given), encoding="utf-8")
        return path
    for name, one in given.items():
        if not isinstance(one, Mapping) or "args" not in one:
            raise UsageError(f"`{name}` is no shock: a dict with `args` and `shock` is, or several of them by name")
        if not re.fullmatch(r"[\w .-]+", name) or name.startswith("."):
            raise UsageError(f"`{name}` cannot be the name of a scenario: letters, digits, spaces, `-` and `.` can")
        (folder / f"{name}.json").write_text(json.dumps(one), encoding="utf-8")
    return folder


def _csv(given: Rows, path: Folder, columns: tuple[str, ...]) -> Path:
    """Rows as a file: a path is one already."""
    if isinstance(given, (str, os.PathLike)):
        return given
    rows: list[dict[str, Any]]
    if hasattr(given, "to_dict") and hasattr(given, "columns"):
        rows = given.to_dict("records")
    elif hasattr(given, "to_dicts"):
        rows = given.to_dicts()
    elif isinstance(given, Table):
        rows = given.to_arrow().to_pylist()
    else:
        rows = [dict(row) for row in given]
    names = list(rows[0]) if rows else []
    for missing in (column for column in columns if column not in names):
        raise UsageError(f"no column `{missing}`: {', '.join(columns)} are needed, {', '.join(names)} are there")
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        writer.writerows(rows)
    return path
