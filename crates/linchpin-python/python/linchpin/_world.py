"""Worlds: the facts behind every run, each with source, range, as-of date and basis."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cached_property
from html import escape
from typing import Any

from linchpin import _linchpin
from linchpin._call import Given, Path, asked, check, options
from linchpin._errors import Finding, InputError
from linchpin._tables import Table


class World:
    """The bundled world, or a folder with ``datapackage.json``."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder

    def show(self, name: str | None = None) -> dict[str, Any]:
        """The card of a site, firm, product or material; of the world without a name."""
        words = [] if name is None else [name]
        card: dict[str, Any] = asked("world", "show", *words, *options(world=self.folder))
        return card

    @property
    def facts(self) -> Table:
        """Every fact, one account a row; rivals stand side by side.

        Raises:
            InputError: for a folder that holds no world.
        """
        table = self._native(_linchpin.facts)
        return Table(table, table.digest)

    @cached_property
    def sites(self) -> Table:
        """Every site whose place is known: id, name, firm, country, and where it stands in degrees.

        Raises:
            InputError: for a folder that holds no world.
        """
        columns = ("id", "name", "firm", "firm_name", "country", "place", "latitude", "longitude")
        found: list[dict[str, Any]] = json.loads(self._native(_linchpin.sites))
        rows = [{name: site[name] for name in columns} for site in found]
        return Table.of_rows(rows, units={"latitude": "degrees north", "longitude": "degrees east"})

    def _native(self, read: Callable[[Path | None], Given]) -> Given:
        try:
            return read(self.folder)
        except RuntimeError as error:
            raise InputError(str(error), self.check()) from None

    def check(self) -> list[Finding]:
        """Everything that is wrong, or odd, with the world; the bundled one has no findings."""
        return [] if self.folder is None else check(self.folder)

    def export(self, folder: Path) -> list[str]:
        """Writes all tables as CSV and Parquet."""
        files: list[str] = asked("world", "export", *options(out=folder, world=self.folder))["files"]
        return files

    def __repr__(self) -> str:
        return "World()" if self.folder is None else f"World({str(self.folder)!r})"

    def _repr_html_(self) -> str:
        of = "the bundled world" if self.folder is None else str(self.folder)
        facts = self.facts.to_arrow()
        told = f"{facts.num_rows} accounts of facts, {len(self.sites)} sites"
        return f"<p><strong>{escape(of)}</strong> {escape(told)}</p>"

