"""Worlds: the facts behind every run, each with source, range, as-of date and basis."""

from __future__ import annotations

from typing import Any

from linchpin import _linchpin
from linchpin._call import Path, call, check, options
from linchpin._errors import Finding
from linchpin._tables import Table


class World:
    """The bundled world, or a folder with ``datapackage.json``."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder

    def show(self, name: str | None = None) -> dict[str, Any]:
        """The card of a site, firm, product or material; of the world without a name."""
        words = [] if name is None else [name]
        card: dict[str, Any] = call("world", "show", *words, *options(world=self.folder))
        return card

    @property
    def facts(self) -> Table:
        """Every fact, one account a row; rivals stand side by side."""
        table = _linchpin.facts(self.folder)
        return Table(table, table.digest)

    def check(self) -> list[Finding]:
        """Everything that is wrong, or odd, with the world; the bundled one has no findings."""
        return [] if self.folder is None else check(self.folder)

    def export(self, folder: Path) -> list[str]:
        """Writes all tables as CSV and Parquet."""
        files: list[str] = call("world", "export", *options(out=folder, world=self.folder))["files"]
        return files
