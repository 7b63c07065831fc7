"""Days as people write them, where they can mean one day only."""

from __future__ import annotations

import datetime
import re

from linchpin._errors import UsageError

#: A day as text, ``2027-04-30`` or ``30 Apr 2027``, or as a date.
Day = str | datetime.date

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
FULL = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
        "november", "december")
# Patterns are compiled when the first day is read: importing is quick.
#: Year first: 2024-02-01, 2024/2/1, 2024.02.01, 20240201; a time of day behind it is left out.
YEAR_FIRST = r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[t ]\d.*)?|(\d{4})(\d{2})(\d{2})"
YEAR_MONTH = r"(\d{4})[-/.](\d{1,2})"
#: 1 Feb 2024, 1st of February, 2024; and Feb 2024, which is its first day.
DAY_MONTH = r"(?:(\d{1,2})(?:st|nd|rd|th)?[\s-]+(?:of\s+)?)?([a-z]+)\.?[\s,-]+(\d{4})"
MONTH_DAY = r"([a-z]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?[\s,]+(\d{4})"
#: 01/02/2024, which two people read as two days.
EITHER = r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{2}|\d{4})"


def iso(given: Day) -> str:
    """A day as files write it, 2027-04-30.

    Raises:
        UsageError: for what is no day, and for what may be two.
    """
    if isinstance(given, datetime.date):
        return given.isoformat()[:10]
    text = str(given).strip()
    parts = _parts(text.lower())
    if parts is None:
        if re.fullmatch(EITHER, text):
            raise UsageError(f"`{text}` may be two days: write the year first, as in 2024-02-01")
        raise UsageError(f"`{text}` is no day: write it as 2024-02-01")
    try:
        return datetime.date(*parts).isoformat()
    except ValueError:
        raise UsageError(f"`{text}` is no day of the calendar: write one as 2024-02-01") from None


def iso_or(given: Day | None, *words: str) -> str | None:
    """The same, where None and some words, such as ``today``, stand for themselves."""
    return given if given is None or (isinstance(given, str) and given in words) else iso(given)


def _parts(text: str) -> tuple[int, int, int] | None:
    """Year, month and day of a text in small letters."""
    if found := re.fullmatch(YEAR_FIRST, text):
        year, month, day = (found[1], found[3], found[4]) if found[1] else (found[5], found[6], found[7])
        return int(year), int(month), int(day)
    if found := re.fullmatch(YEAR_MONTH, text):
        return int(found[1]), int(found[2]), 1
    if found := re.fullmatch(DAY_MONTH, text):
        return _named(found[3], found[2], found[1] or "1")
    if found := re.fullmatch(MONTH_DAY, text):
        return _named(found[3], found[1], found[2])
    return None


def _named(year: str, month: str, day: str) -> tuple[int, int, int] | None:
    known = month[:3] if month in (*MONTHS, *FULL, "sept") else ""
    return (int(year), MONTHS.index(known) + 1, int(day)) if known in MONTHS else None
