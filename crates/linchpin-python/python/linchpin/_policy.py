"""The law: one question, a site's timeline, the acts, what changed between two days."""

from __future__ import annotations

import datetime
import itertools
import os
from html import escape
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from linchpin._call import Path, asked, options
from linchpin._days import Day, iso, iso_or
from linchpin._errors import LinchpinError, UsageError, perhaps
from linchpin._guess import OF_DECISION, lookup
from linchpin._tables import Table

#: What a question is asked in; the keyword ``from_`` may be written ``from`` in a dict.
FACTS = (
    "item", "origin", "from_", "to", "site", "holder", "party", "maker", "buyer", "purpose", "activity", "end_use",
    "facility", "us_content", "hq", "licence_granted_on", "decontrolled_since", "policy", "lang",
)
#: What else :func:`ask` takes.
BESIDE = ("on", "known", "numbers", "owners", "reforms")
EXAMPLE = 'lp.ask(item="tool:etch", site="site:samsung-xian", purpose="spares", on="2026-06-01")'


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

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> object:
            """First guesses: the right word for a name that a decision does not have."""
            return lookup(self, name, OF_DECISION, variable="decision")

    def __repr__(self) -> str:
        return f"Decision: {self.answer}"

    def _repr_html_(self) -> str:
        return f"<p><strong>{escape(self.verdict)}</strong> {escape(self.answer)}</p>"


def ask(
    *question: Mapping[str, Any],
    on: Day | None = None,
    known: Day | None = None,
    numbers: dict[str, float] | None = None,
    owners: dict[str, float] | None = None,
    reforms: list[Path] | None = None,
    **facts: str,
) -> Decision:
    """May this go there, for whom, what for, on which day, as known when?

    ``facts`` are item, origin, from_, to, site, holder, party, maker, buyer, purpose, activity, end_use,
    facility, us_content, hq, licence_granted_on, decontrolled_since; they may also be given as one dict.
    ``numbers`` and ``owners`` are dicts, as ``{"tpp": 15832}``; ``reforms`` are files of hypothetical acts;
    ``lang`` is the language of the answer. Without ``on`` the day is today, and the answer says so.

    Raises:
        UsageError: for a fact that no rule asks for, a day that is no day, or a name that nobody knows.
    """
    given = {"on": on, "known": known, "numbers": numbers, "owners": owners, "reforms": reforms, **facts}
    return _answered({**_one(question), **{name: value for name, value in given.items() if value is not None}})


def _one(question: tuple[Any, ...]) -> dict[str, Any]:
    """The facts of a question that was given as a dict.

    Raises:
        UsageError: for a sentence, with the keywords that it is asked in.
    """
    if not question:
        return {}
    if len(question) == 1 and isinstance(question[0], Mapping):
        return {str(name): value for name, value in question[0].items() if value is not None}
    raise UsageError(
        "a question is asked in keywords, not in a sentence: item, to or site, purpose, buyer, on, and others "
        f"(help(lp.ask) has all); try: {EXAMPLE}"
    )


def _answered(given: dict[str, Any]) -> Decision:
    """The answer to a question whose facts are checked by name here, and by value in the engine."""
    facts = {("from_" if name == "from" else name): value for name, value in given.items()}
    numbers, owners, reforms = (facts.pop(name, None) for name in ("numbers", "owners", "reforms"))
    for name in facts:
        if name not in (*FACTS, "on", "known"):
            near = perhaps(name, (*FACTS, *BESIDE), f"facts are {', '.join(FACTS)}; try: {EXAMPLE}")
            raise UsageError(f"`{name}` is no fact of a question{near}")
    for name in ("on", "known", "licence_granted_on", "decontrolled_since"):
        if name in facts:
            facts[name] = iso_or(facts[name], "today")
    words = options(**facts)
    for what, many in (("numbers", numbers), ("owners", owners)):
        if many is not None and not isinstance(many, Mapping):
            raise UsageError(f"{what} is a dict, such as {{'tpp': 15832}}; not {many!r}")
    for name, number in (numbers or {}).items():
        words += ["--number", f"{name}={number}"]
    for name, percent in (owners or {}).items():
        words += ["--owner", f"{name}={percent}"]
    for path in [reforms] if isinstance(reforms, (str, os.PathLike)) else reforms or []:
        words += ["--reform", os.fspath(path)]
    return Decision(asked("ask", *words, "--why"))


def ask_many(questions: Any = None, **shared: Any) -> Table:
    """Many questions at once: one row each, with the question, its verdict, the review of applications, and the
    acts that decide.

    ``questions`` are dicts of what :func:`ask` takes, or a data frame with a column for each fact, whose empty cells
    are left out; ``shared`` holds for all. A list in ``shared`` asks every question once for each of its values, so
    that two lists are a matrix: ``ask_many(site=[...], on=[...], item="tool:etch")``.
    A question that cannot be answered has its reason in ``error`` and no verdict, so that one mistake does not stop
    the rest.

    Raises:
        UsageError: for what is no list of questions.
    """
    if isinstance(questions, Mapping):
        questions, shared = None, {**{str(name): value for name, value in questions.items()}, **shared}
    many = (list, tuple, set, frozenset)
    lists = {name: list(value) for name, value in shared.items() if isinstance(value, many) and name != "reforms"}
    same = {name: value for name, value in shared.items() if name not in lists}
    rows: list[dict[str, Any]] = []
    for question in [{}] if questions is None else _questions(questions):
        crossed = {name: values for name, values in lists.items() if name not in question}
        for values in itertools.product(*crossed.values()):
            facts: dict[str, Any] = {**dict(zip(crossed, values)), **same, **question}
            row = {name: _plain(value) for name, value in facts.items()}
            try:
                decision = _answered(facts)
                row |= {"verdict": decision.verdict, "review": decision.review}
                row |= {"cite": "; ".join(decision.cites), "answer": decision.answer, "error": ""}
            except LinchpinError as error:
                row |= dict.fromkeys(("verdict", "review", "cite", "answer"), "") | {"error": str(error)}
            rows.append(row)
    names = list(dict.fromkeys(name for row in rows for name in row))
    return Table.of_rows([{name: row.get(name, "") for name in names} for row in rows])


def _questions(given: Any) -> list[dict[str, Any]]:
    """Questions as dicts, without what is empty: from dicts, or a frame of pandas, Polars or Arrow."""
    if hasattr(given, "to_dicts"):
        given = given.to_dicts()
    elif hasattr(given, "to_pylist"):
        given = given.to_pylist()
    elif hasattr(given, "to_dict") and hasattr(given, "columns"):
        given = given.to_dict("records")
    rows = [] if isinstance(given, str) or not isinstance(given, Iterable) else list(given)
    if isinstance(given, str) or not isinstance(given, Iterable) or not all(isinstance(row, Mapping) for row in rows):
        raise UsageError(
            "questions are dicts of facts or a data frame; try: "
            'lp.ask_many([{"item": "tool:etch", "site": "site:samsung-xian", "purpose": "spares"}])'
        )
    return [{str(name): value for name, value in row.items() if not _empty(value)} for row in rows]


def _empty(value: Any) -> bool:
    """Whether a cell of a frame is empty: nothing, no text, or what is not even equal to itself."""
    try:
        return value is None or value == "" or bool(value != value)
    except TypeError:  # The missing value of pandas, which is neither true nor false.
        return True


def _plain(value: Any) -> str:
    """A fact as a cell of a table; of a day with a time, the day."""
    return value.isoformat()[:10] if isinstance(value, datetime.date) else str(value)


def timeline(
    site: str, *, from_: Day | None = None, until: Day | None = None, known: Day | None = None
) -> list[dict[str, Any]]:
    """What may be shipped to a site, stretch by stretch."""
    words = options(from_=iso_or(from_), until=iso_or(until), known=iso_or(known))
    found: list[dict[str, Any]] = asked("policy", "timeline", site, *words)
    return found


def acts() -> list[dict[str, Any]]:
    """The bundled acts, one row each."""
    found: list[dict[str, Any]] = asked("policy", "list")
    return found


def act(name: str) -> dict[str, Any]:
    """One act with everything it does."""
    found: dict[str, Any] = asked("policy", "show", name)
    return found


def policy_diff(before: Day, after: Day) -> list[dict[str, Any]]:
    """Which questions of the grid have another answer on ``after``; a day may be ``DAY@KNOWN``."""
    found: list[dict[str, Any]] = asked("policy", "diff", *options(on=_known(before)), *options(on=_known(after)))
    return found


def _known(day: Day) -> str:
    """A day, or ``DAY@KNOWN``."""
    return "@".join(iso(part) for part in day.split("@")) if isinstance(day, str) else iso(day)


def policy_calendar(
    from_: Day | None = None, until: Day | None = None, *, known: Day | None = None
) -> list[dict[str, Any]]:
    """What changes when: starts, ends, suspensions, revivals, compliance dates, with who is hit."""
    words = options(from_=iso_or(from_), until=iso_or(until), known=iso_or(known))
    found: list[dict[str, Any]] = asked("policy", "calendar", *words)
    return found
