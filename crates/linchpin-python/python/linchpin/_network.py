"""Shock propagation: input-output tables, ARIO, the systemic risk of firms."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path as Folder
from typing import Any, Protocol

from linchpin._call import Path, call, options


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

    def show(self) -> dict[str, Any]:
        """Regions, sectors, categories of final demand, total output."""
        shown: dict[str, Any] = call("table", "show", self.path)
        return shown

    def identity(self) -> dict[str, Any]:
        """How far the accounts are from closing, by row and column."""
        report: dict[str, Any] = call("table", "check", self.path)
        return report

    def aggregate(
        self, out: Path, *, regions: Path | None = None, sectors: Path | None = None
    ) -> IoTable:
        """Puts regions or sectors together by CSV files of ``label,group``; writes the result to ``out``."""
        words = ["aggregate", os.fspath(self.path), *options(regions=regions, sectors=sectors, out=out)]
        call("table", *words)
        return IoTable(out)

    def to_pymrio(self, folder: Path) -> Folder:
        """Writes a folder that ``pymrio.load`` reads."""
        call("table", "export", self.path, *options(format="pymrio", out=folder))
        return Folder(folder)

    def __repr__(self) -> str:
        return f"IoTable({str(self.path)!r})"


def ario(
    *,
    inputs: Path | None = None,
    table: IoTable | Path | None = None,
    shock: Path | None = None,
    mode: str | None = None,
    days: int | None = None,
) -> dict[str, Any]:
    """Runs ARIO day by day: a folder with Z.csv, Y.csv, x.csv and run.json, or a table and a shock.

    ``mode`` is ``boario`` (equal to BoARIO 0.7.2 day by day) or ``corrected``.
    """
    path = table.path if isinstance(table, IoTable) else table
    words = options(inputs=inputs, table=path, shock=shock, mode=mode, days=days)
    report: dict[str, Any] = call("network", "ario", *words)
    return report


def esri(links: Path, firms: Path, **given: Any) -> list[dict[str, Any]]:
    """Ranks firms by the output that goes when they stop; options as of ``linchpin network esri``."""
    ranked: list[dict[str, Any]] = call("network", "esri", *options(links=links, firms=firms, **given))
    return ranked
