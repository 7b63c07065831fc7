"""What a run of a study is given, and whether the program takes it: asked at once, not when the run starts."""

from __future__ import annotations

import functools
import numbers
import os
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, fields, replace
from typing import Any

from linchpin._call import Path, Watch, asked, call, options
from linchpin._errors import InputError, UsageError, in_python, nearest
from linchpin._network import IoTable

#: A value, a range (low, high) or (low, value, high), or a text such as ``"13 week"``.
Value = float | str | tuple[float, ...]
#: A scenario that no study has: a program that is asked for it says first what else is wrong.
NOBODY = "?"


@dataclass(frozen=True)
class Given:
    """What a run of the study is given; what is None is the study's own."""

    members: int | None = None
    seed: int | None = None
    until: str | None = None
    state: str | None = None
    assumptions: Path | None = None
    table: IoTable | Path | None = None
    set: Mapping[str, Value] = field(default_factory=dict)
    days: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        """What was given, as :meth:`Study.with_` takes it; empty for nothing."""
        return told({one.name: getattr(self, one.name) for one in fields(self)})

    def sets(self) -> list[str]:
        """The parameters as options."""
        return [word for name, value in self.set.items() for word in ("--set", f"{name}={written(value)}")]


def told(given: Mapping[str, Any]) -> str:
    """Keyword arguments as they are typed, without those that say nothing."""
    return ", ".join(f"{name}={value!r}" for name, value in given.items() if value is not None and value != {})


def whole(name: str, given: Any) -> int | None:
    """A number of draws or a seed.

    Raises:
        UsageError: for what is no whole number, or too small.
    """
    if given is None:
        return None
    if isinstance(given, bool) or not isinstance(given, numbers.Integral):
        raise UsageError(f"{name} is a whole number, not {given!r}")
    if name == "members" and given < 1:
        raise UsageError(f"a run needs at least one draw, not {given}")
    if name == "seed" and given < 0:
        raise UsageError(f"a seed is not negative, as {given} is")
    return int(given)


def written(value: Any) -> str:
    """A value as ``--set`` reads it."""
    if isinstance(value, (tuple, list)):
        return "..".join(written(part) for part in value)
    if isinstance(value, str):
        return value.strip().replace(" %", "%")
    if isinstance(value, bool) or not isinstance(value, numbers.Real):
        raise UsageError(f"{value!r} is no value of a parameter: a number, a range or a text with a unit is")
    return str(value) if isinstance(value, numbers.Integral) else repr(float(value))


def parameter(name: Any) -> str:
    """The name of a parameter, in which an underscore is a dash."""
    if not isinstance(name, str):
        raise UsageError(f"a parameter has a name, such as `ban-leak`; {name!r} is none")
    return name.strip().replace("_", "-")


def refuse(study: str, world: Path | None, given: Given) -> None:
    """Raises what the program has against parameters, an end or a state; files are looked at when they are run.

    Raises:
        InputError: with a finding for each.
    """
    words = options(until=given.until, state=given.state, world=world) + given.sets()
    _raise_own(f"{study}/{NOBODY}", words)
    # Only the market that a study builds knows in which unit it takes a parameter: one draw builds it.
    if any(isinstance(value, str) and " " in written(value) for value in given.set.values()):
        fixed = not os.path.isdir(study) and world is None
        (_built_once if fixed else _built)(study, tuple(words))


def _raise_own(study: str, words: Sequence[str], *more: Path, watch: Watch | None = None) -> None:
    """Runs a study and raises what is wrong with the options alone."""
    try:
        call("run", study, *words, *more, watch=watch)
    except InputError as error:
        found = [in_python(one) for one in error.findings if one.file.startswith("--")]
        # A name of more than one word is never an assumption: what it lacks is the unit.
        lacks = [":" in one.message and one.message.endswith("has no unit") for one in found]
        found = [replace(one, nearest=None) if unit else one for one, unit in zip(found, lacks)]
        if found:
            raise InputError("\n\n".join(str(one) for one in found), found) from None


def _built(study: str, words: tuple[str, ...]) -> None:
    with tempfile.TemporaryDirectory(prefix="linchpin-one-") as folder:
        with suppress(_Built):
            _raise_own(study, words, "--members", "1", "--without-causes", "--runs", folder, watch=_stop)


_built_once = functools.lru_cache(maxsize=64)(_built)


class _Built(Exception):
    """The first draw has begun: the market was built with what was set."""


def _stop(done: int, all_: int) -> None:
    raise _Built


def parameters(study: str, world: Path | None) -> list[str]:
    """The names of all that a study draws by chance; empty for files that cannot be used."""
    if os.path.isdir(study) or world is not None:
        return _planned(study, world)
    return list(_bundled(study))


@functools.lru_cache(maxsize=None)
def _bundled(study: str) -> tuple[str, ...]:
    return tuple(_planned(study, None))


def _planned(study: str, world: Path | None) -> list[str]:
    with tempfile.TemporaryDirectory(prefix="linchpin-plan-") as folder:
        words = options(out=os.path.join(folder, "plan"), members=1, world=world)
        try:
            plan = asked("sweep", "plan", study, *words)["plan"]
        except InputError:
            return []
    return [str(name) for name in plan["parameters"]]


#: The keywords of :meth:`Study.with_` and of :meth:`Study.run`.
WITH = ("set", "members", "seed", "until", "state", "assumptions", "table", "days")
RUN = ("members", "seed", "runs", "assumptions", "spillover", "causes", "progress")
#: What people call the keywords of :meth:`Study.with_` and :meth:`Study.run`.
GUESSED: dict[str, str] = {
    "draws": "members", "n": "members", "samples": "members", "draw": "members", "size": "members",
    "end": "until", "to": "until", "horizon": "until", "start": "state", "begin": "state", "random_state": "seed",
    "params": "set", "parameters": "set", "override": "set", "values": "set", "out": "runs", "folder": "runs",
    "dir": "runs", "path": "runs", "excel": "assumptions", "verbose": "progress",
}


def no_keyword(of: str, others: Mapping[str, Any], known: Sequence[str]) -> UsageError:
    """What to say of keywords that a method of a study does not have: the right one, or a parameter to be set."""
    name, value = next(iter(others.items()))
    near = GUESSED.get(name) or nearest(name, [*known, *GUESSED])
    near = GUESSED.get(near or "", near or "")
    if of == "run" and (name in WITH or near in WITH and near not in known):
        line = f"study.with_({name if name in WITH else near}={value!r}).run()"
        return UsageError(f"run has no keyword `{name}`; try: {line}")
    if near in known:
        return UsageError(f"{of} has no keyword `{name}`; did you mean `{near}`? Its keywords are {', '.join(known)}")
    line = f'study.with_(set={{"{parameter(name)}": {value!r}}})'
    told = f"a parameter is set with {line}; its keywords are {', '.join(known)}"
    return UsageError(f"{of} has no keyword `{name}`; {told}")
