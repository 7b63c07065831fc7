"""Reasons: why a number is what it is, down to its sources."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from typing import Any


@dataclass(frozen=True)
class Reason:
    """One reason and what it rests on."""

    kind: str
    text: str
    because: list[Reason] = field(default_factory=list)

    @classmethod
    def of(cls, node: dict[str, Any]) -> Reason:
        """From an answer of ``explain``."""
        return cls(node["kind"], node["text"], [cls.of(one) for one in node["because"]])

    def leaves(self) -> Iterator[Reason]:
        """The reasons that rest on nothing further: sources, acts, assumptions, quotes."""
        if not self.because:
            yield self
        for one in self.because:
            yield from one.leaves()

    def __str__(self) -> str:
        lines = [self.text]
        for one in self.because:
            lines += ["  " + line for line in str(one).splitlines()]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        inner = "".join(one._repr_html_() for one in self.because)
        if not inner:
            return f"<div>{escape(self.text)}</div>"
        return f"<details open><summary>{escape(self.text)}</summary>{inner}</details>"
