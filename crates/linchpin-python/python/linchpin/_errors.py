"""Exceptions: one class for each way a command ends, with the findings and their codes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from linchpin._words import python_words


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong with a file: a stable code, where, what was expected, one fix."""

    code: str
    severity: str
    message: str
    file: str
    line: int
    column: int
    expected: str
    nearest: str | None
    help: str

    def __str__(self) -> str:
        place = self.file if self.line == 0 else f"{self.file}:{self.line}:{self.column}"
        text = f"{self.severity}[{self.code}]: {self.message}\n  --> {place}"
        if self.expected:
            text += f"\n  = expected: {self.expected}"
        if self.nearest:
            text += f"\n  = did you mean `{self.nearest}`?"
        if self.help:
            text += f"\n  = help: {self.help}"
        return text


class LinchpinError(Exception):
    """A command that gave no answer; ``code`` is its exit code on the command line."""

    code = 1

    def __init__(self, message: str, findings: list[Finding] | None = None) -> None:
        super().__init__(message)
        self.findings = findings or []


class UsageError(LinchpinError, ValueError):
    """The question means nothing: an unknown option, a day that is no day."""

    code = 2


class NoSuchName(LinchpinError, AttributeError):
    """A name that nothing has here; the message says which one is meant."""

    code = 2


class InputError(LinchpinError, ValueError):
    """Files that cannot be used; ``findings`` has all that is wrong with them."""

    code = 3


class Refused(LinchpinError, LookupError):
    """Something that is not there: a run, a scenario, a cell."""

    code = 3


class Damaged(LinchpinError, RuntimeError):
    """A run folder that is not whole, or whose files are not what was written; :meth:`Run.verify` lists them."""

    code = 3


class ModelError(LinchpinError, RuntimeError):
    """The model could not be computed."""

    code = 4


class NotWritten(LinchpinError, OSError):
    """A file that could not be written."""

    code = 74


class TryAgain(LinchpinError, OSError):
    """The disk is full, or the machine is short of memory or threads: make room and try again."""

    code = 75


def nearest(name: str, known: Iterable[str], *, least: float = 0.6) -> str | None:
    """The known name that is most like one; None where none is."""
    import difflib

    folded = {one.lower().replace("_", "-"): one for one in known}
    found = difflib.get_close_matches(str(name).lower().replace("_", "-"), folded, n=1, cutoff=least)
    return folded[found[0]] if found else None


def perhaps(name: str, known: Iterable[str], told: str) -> str:
    """What stands behind a message about a name: whether the nearest one was meant, and a sentence more."""
    found = nearest(name, known)
    return f"; did you mean `{found}`? {told[0].upper()}{told[1:]}" if found else f"; {told}"


def findings_of(data: Any) -> list[Finding]:
    """The findings in an answer."""
    rows = data.get("findings", []) if isinstance(data, dict) else []
    return [Finding(**row) for row in rows]


def in_python(finding: Finding) -> Finding:
    """A finding in Python's words; places in files stay as they are."""
    return replace(
        finding,
        message=python_words(finding.message),
        file=python_words(finding.file) if finding.file.startswith("--") else finding.file,
        expected=python_words(finding.expected),
        help=python_words(finding.help),
    )


def raise_for(code: int, data: Any, talk: str, *, shell: bool = False) -> None:
    """Raises what an exit code means; 0 and 1 (something differs) are answers.

    Messages speak of keywords and of calls in Python; of options and commands with ``shell``.
    """
    if code in (0, 1):
        return
    findings = findings_of(data) if shell else [in_python(one) for one in findings_of(data)]
    text = "\n\n".join(str(finding) for finding in findings)
    if isinstance(data, dict) and "error" in data:
        text = str(data["error"])
    text = text or talk.strip()
    if not (shell or findings):
        text = python_words(text)
    if code == 2:
        raise UsageError(text)
    if code == 3:
        raise InputError(text, findings) if findings else Refused(text)
    if code == 74:
        raise NotWritten(text)
    if code == 75:
        raise TryAgain(text)
    raise ModelError(text)


# What users see in a traceback is where they import it from.
for _class in (
    Finding, LinchpinError, UsageError, NoSuchName, InputError, Refused, Damaged, ModelError, NotWritten, TryAgain
):
    _class.__module__ = "linchpin"
