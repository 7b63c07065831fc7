"""The command line in this process: what it answers as Python values, what it refuses as exceptions."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from typing import Any, TypeVar

from linchpin import _linchpin
from linchpin._errors import Damaged, Finding, Refused, UsageError, findings_of, raise_for
from linchpin._words import shell_words

Watch = Callable[[int, int], object]
Path = str | os.PathLike[str]
Given = TypeVar("Given")


def call(*arguments: Path | int | float, watch: Watch | None = None) -> Any:
    """Answers a command line, such as ``call("policy", "timeline", "site:skhynix-wuxi")``.

    The answer is what ``--json`` prints, as dicts and lists. ``watch(done, all)`` hears of the draws that
    a run has done. Ctrl-C stops a run; nothing of it is written.

    Raises:
        UsageError, InputError, Refused, ModelError, NotWritten, TryAgain: where the command exits
            with 2, 3, 3, 4, 74, 75.
    """
    words = _written(arguments)
    if "serve" in words[:1]:
        raise UsageError("`serve` does not return; start it in a shell: linchpin serve")
    code, value, talk = _answered(words, watch)
    if code == 2:
        talk = shell_words(words, talk)
    raise_for(code, value, talk, shell=True)
    return value


def asked(*arguments: Path | int | float, watch: Watch | None = None) -> Any:
    """The same for what this package asks by itself: what is refused is told in Python's words."""
    code, value, talk = _answered(_written(arguments), watch)
    raise_for(code, value, talk)
    return value


def _written(arguments: tuple[Path | int | float, ...]) -> list[str]:
    return [os.fspath(word) if isinstance(word, os.PathLike) else str(word) for word in arguments]


def _answered(words: list[str], watch: Watch | None) -> tuple[int, Any, str]:
    """The exit code, what was printed as a value, and what was said beside it."""
    code, data, talk = _linchpin.answer(["linchpin", *words, "--json"], watch)
    try:
        return code, json.loads(data) if data else None, talk
    except json.JSONDecodeError:
        return code, data, talk


def options(**given: Any) -> list[str]:
    """Keyword arguments as options: ``end_use="civil"`` becomes ``--end-use civil``; None is left out."""
    words: list[str] = []
    for name, value in given.items():
        flag = "--" + name.rstrip("_").replace("_", "-")
        if value is True:
            words.append(flag)
        elif value is not None and value is not False:
            words += [flag, os.fspath(value) if isinstance(value, os.PathLike) else str(value)]
    return words


def native(read: Callable[..., Given], folder: Path, *words: str) -> Given:
    """What the compiled half reads from a run folder, with our own exceptions.

    Raises:
        Refused: for a folder or a table that is not there; Damaged: for one that is not what was written.
    """
    try:
        return read(folder, *words)
    except KeyError as error:
        raise Refused(str(error.args[0])) from None
    except RuntimeError as error:
        kind = Damaged if os.path.isdir(folder) else Refused
        raise kind(str(error)) from None


def check(*paths: Path) -> list[Finding]:
    """Everything that is wrong, or odd, with studies, worlds, episodes or acts; nothing is raised for it."""
    words = [os.fspath(path) for path in paths]
    _, data, _ = _linchpin.answer(["linchpin", "check", *words, "--json"])
    return findings_of(json.loads(data))


def cite() -> str:
    """How to cite the software."""
    text = asked("cite")["citation"]
    return str(text)


def program() -> None:
    """The console script."""
    sys.exit(_linchpin.main(["linchpin", *sys.argv[1:]]))
