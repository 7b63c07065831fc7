"""Evidence: documents in a store, what each says, where the accounts disagree."""

from __future__ import annotations

import os
from html import escape
from typing import Any

from linchpin._call import Path, asked, options


class Evidence:
    """A document store; nothing is ever fetched from the network."""

    def __init__(self, store: Path) -> None:
        self.store = store

    def _call(self, *words: Path) -> Any:
        return asked("evidence", *words, *options(store=self.store))

    def add(
        self,
        *paths: Path,
        outlet: str | None = None,
        published: str | None = None,
        url: str | None = None,
    ) -> Any:
        """Adds files, or all files of folders."""
        return self._call("add", *paths, *options(outlet=outlet, published=published, url=url))

    def documents(self) -> list[dict[str, Any]]:
        """The documents of the store."""
        found: list[dict[str, Any]] = self._call("list")["documents"]
        return found

    def statements(self) -> list[dict[str, Any]]:
        """Event by event: what each side says, and what each document kept of it."""
        found: list[dict[str, Any]] = self._call("statements")["events"]
        return found

    def search(self, *words: str) -> list[dict[str, Any]]:
        """Sentences that hold all words."""
        found: list[dict[str, Any]] = self._call("search", *words)["sentences"]
        return found

    def divergences(self) -> Any:
        """The register of disagreements among all documents."""
        return self._call("divergences")

    def pipeline(self, file: Path, *, sentences: bool = False) -> Any:
        """Every layer of one file: lines, sentences, mentions, numbers, times, quotations, claims."""
        return self._call("pipeline", file, *options(sentences=sentences))

    def facts(self) -> list[dict[str, Any]]:
        """The rows of the world with the words they rest on."""
        rows: list[dict[str, Any]] = self._call("facts")["quotes"]
        return rows

    def export(self, form: str = "w3c") -> Any:
        """Claims as W3C Web Annotations (w3c), PROV-O (prov), or the register."""
        return self._call("export", "--form", form)

    def tables(self, folder: Path) -> None:
        """Writes every layer as CSV and Parquet."""
        self._call("export", "--form", "parquet", "--out", folder)

    def __repr__(self) -> str:
        return f"Evidence({os.fspath(self.store)!r})"

    def _repr_html_(self) -> str:
        documents = self.documents()
        rows = "".join(
            f"<li>{escape(str(one.get('outlet') or ''))} {escape(str(one.get('published') or ''))}</li>"
            for one in documents
        )
        return f"<p><strong>{len(documents)} documents</strong></p><ul>{rows}</ul>"
