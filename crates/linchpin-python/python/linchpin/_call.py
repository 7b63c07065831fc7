"""The command line in this process: what it answers as Python values, what it refuses as exceptions."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from typing import Any, TypeVar

from linchpin import _linchpin
from linchpin._errors import Damaged, Finding, Refused, UsageError, findings_of, raise_for

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
    words = [os.fspath(word) if isinstance(word, os.PathLike) else str(word) for word in arguments]
    if "serve" in words[:1]:
        raise UsageError("`serve` does not return; start it in a shell: linchpin serve")
    code, data, talk = _linchpin.answer(["linchpin", *words, "--json"], watch)
    try:
        value = json.loads(data) if data else None
    except json.JSONDecodeError:
        value = data
    raise_for(code, value, talk)
    return value


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
    text = call("cite")["citation"]
    return str(text)


def program() -> None:
    """The console script."""
    sys.exit(_linchpin.main(["linchpin", *sys.argv[1:]]))
