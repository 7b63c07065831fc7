"""The law: one question, a site's timeline, the acts, what changed between two days."""

from __future__ import annotations

import datetime
import itertools
import os
from html import escape
from collections.abc import Iterable, Mapping
from typing import Any

from linchpin._call import Path, call, options
from linchpin._errors import LinchpinError, UsageError
from linchpin._tables import Table

Day = str | datetime.date


class Decision:
    """An answer of :func:`ask`: a verdict, its authority, and why."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.data: dict[str, Any] = data["decision"]
        self.why: dict[str, Any] = data["why"]

    @property
    def verdict(self) -> str:
        """authorised, licence-required, prohibited, not-controlled, no-rule-found or unknown."""
        return str(self.data["verdict"])

    @property
    def answer(self) -> str:
        """The answer in one sentence."""
        return str(self.data.get("answer", self.verdict))

    @property
    def review(self) -> str:
        """How an application is looked at where a licence is required, such as presumption-of-denial; else empty."""
        return str(self.data.get("review") or "")

    @property
    def cites(self) -> list[str]:
        """The acts that decide, as one cites them."""
        return list(dict.fromkeys(str(one["cite"]) for one in self.data.get("citations", [])))

    def __repr__(self) -> str:
        return f"Decision: {self.answer}"

    def _repr_html_(self) -> str:
        return f"<p><strong>{escape(self.verdict)}</strong> {escape(self.answer)}</p>"


def ask(
    *,
    on: Day | None = None,
    known: Day | None = None,
    numbers: dict[str, float] | None = None,
    owners: dict[str, float] | None = None,
    reforms: list[Path] | None = None,
    **facts: str,
) -> Decision:
    """May this go there, for whom, what for, on which day, as known when?

    ``facts`` are the options of ``linchpin ask``: item, origin, from_, to, site, holder, party, maker,
    buyer, purpose, activity, end_use, facility, us_content, hq, licence_granted_on, decontrolled_since.
    ``reforms`` are files of hypothetical acts. Without ``on`` the day is today, and the answer says so.

    Raises:
        UsageError: for a fact that no rule asks for, a day that is no day, or a name that nobody knows.
    """
    words = options(on=on, known=known, **facts)
    for name, number in (numbers or {}).items():
        words += ["--number", f"{name}={number!r}"]
    for name, percent in (owners or {}).items():
        words += ["--owner", f"{name}={percent!r}"]
    for path in reforms or []:
        words += ["--reform", os.fspath(path)]
    return Decision(call("ask", *words, "--why"))


def ask_many(questions: Iterable[Mapping[str, Any]] | None = None, **shared: Any) -> Table:
    """Many questions at once: one row each, with the question, its verdict, the review of applications, and the
    acts that decide.

    Each question holds what :func:`ask` takes; ``shared`` holds for all. A list in ``shared`` asks every question
    once for each of its values, so that two lists are a matrix: ``ask_many(site=[...], on=[...], item="tool:etch")``.
    A question that cannot be answered has its reason in ``error`` and no verdict, so that one mistake does not stop
    the rest.
    """
    if isinstance(questions, str):
        raise UsageError("questions are dicts of facts, such as [{'site': 'site:samsung-xian'}]")
    lists = {name: value for name, value in shared.items() if isinstance(value, (list, tuple)) and name != "reforms"}
    same = {name: value for name, value in shared.items() if name not in lists}
    rows: list[dict[str, Any]] = []
    for question in [{}] if questions is None else questions:
        asked = {name: values for name, values in lists.items() if name not in question}
        for values in itertools.product(*asked.values()):
            facts: dict[str, Any] = {**dict(zip(asked, values)), **same, **question}
            row = {name: str(value) for name, value in facts.items()}
            try:
                decision = ask(**facts)
                row |= {"verdict": decision.verdict, "review": decision.review}
                row |= {"cite": "; ".join(decision.cites), "answer": decision.answer, "error": ""}
            except LinchpinError as error:
                row |= dict.fromkeys(("verdict", "review", "cite", "answer"), "") | {"error": str(error)}
            rows.append(row)
    names = list(dict.fromkeys(name for row in rows for name in row))
    return Table.of_rows([{name: row.get(name, "") for name in names} for row in rows])


def timeline(
    site: str, *, from_: Day | None = None, until: Day | None = None, known: Day | None = None
) -> list[dict[str, Any]]:
    """What may be shipped to a site, stretch by stretch."""
    words = options(from_=from_, until=until, known=known)
    found: list[dict[str, Any]] = call("policy", "timeline", site, *words)
    return found


def acts() -> list[dict[str, Any]]:
    """The bundled acts, one row each."""
    found: list[dict[str, Any]] = call("policy", "list")
    return found


def act(name: str) -> dict[str, Any]:
    """One act with everything it does."""
    found: dict[str, Any] = call("policy", "show", name)
    return found


def policy_diff(before: Day, after: Day) -> list[dict[str, Any]]:
    """Which questions of the grid have another answer on ``after``; a day may be ``DAY@KNOWN``."""
    found: list[dict[str, Any]] = call("policy", "diff", *options(on=before), *options(on=after))
    return found


def policy_calendar(
    from_: Day | None = None, until: Day | None = None, *, known: Day | None = None
) -> list[dict[str, Any]]:
    """What changes when: starts, ends, suspensions, revivals, compliance dates, with who is hit."""
    words = options(from_=from_, until=until, known=known)
    found: list[dict[str, Any]] = call("policy", "calendar", *words)
    return found
