"""What the command line says, in Python's words: keywords for options, calls for commands."""

from __future__ import annotations

import re

#: Options whose keyword is not their own name.
KEYWORDS = {
    "number": "numbers", "owner": "owners", "reform": "reforms", "outcome": "outcomes",
    "xlsx": "to_excel", "without-causes": "causes",
}
COMMANDS = {"list": "`lp.studies()`", "runs": "`lp.runs()`", "ask": "`lp.ask(...)`"}
UNKNOWN = (
    r"error: unexpected argument '--([\w-]+)' found(?:\n\n *tip: a similar argument exists: '--([\w-]+)')?"
)
INVALID = r"error: invalid value '([^']*)' for '--([\w-]+)(?: [^']*)?'(?:: ([^\n]*))?"
#: What is possible, and the nearest of it, below a value that is none.
POSSIBLE = r"\s*\[possible values: ([^\]]*)\]"
SIMILAR = r"\s*tip: a similar value exists: '([^']*)'"
TAIL = r"(?s)\n\n(?:Usage: |For more information).*"
#: What reading a line of ``--set`` expects and advises.
SETS = {
    "PARAMETER=VALUE, or PARAMETER=LOW..VALUE..HIGH, with the unit behind it":
        "a number, a range (low, high) or (low, value, high), or a text with a unit",
    "`--set ban-leak=0.4`, `--set 'product:dram supplier-stock=13 week'`":
        '`set={"ban-leak": 0.4}`, `set={"product:dram supplier-stock": "13 week"}`',
}


def keyword(option: str) -> str:
    """The keyword of an option: ``end-use`` is ``end_use``, ``from`` is ``from_``."""
    name = KEYWORDS.get(option, option.replace("-", "_"))
    return name + "_" if name in ("from", "not", "as", "is", "in") else name


def python_words(text: str) -> str:
    """A message of the command line without its options and usage."""
    for said, meant in SETS.items():
        text = text.replace(said, meant)
    text = re.sub(TAIL, "", text)
    text = re.sub(UNKNOWN, _unknown, text)
    text = re.sub(SIMILAR, r"; did you mean `\1`?", re.sub(POSSIBLE, r": it is one of \1", text))
    text = re.sub(INVALID, _invalid, text).removeprefix("error: ")
    text = re.sub(r"`linchpin ([^`]+)`", _command, text)
    text = re.sub(r"--set '?([^=\s]+(?: [^=]+)?)=([^'\n]*)'?", r'set={"\1": "\2"}', text)
    return re.sub(r"(?<![\w\"'-])--([a-z][a-z-]*)", lambda found: keyword(found[1]), text)


def shell_words(words: list[str], text: str) -> str:
    """A message about a command line that was given as such: only how to get help is another."""
    verbs = [word for word in words[:2] if re.fullmatch(r"[a-z-]+", word) and not word.startswith("-")]
    # A verb that nobody knows has no help of its own.
    verbs = [] if "unrecognized subcommand" in text else verbs[:1]
    asked = ", ".join(f'"{word}"' for word in [*verbs, "--help"])
    return text.replace("For more information, try '--help'.", f"`print(lp.call({asked}))` says what there is.")


def _unknown(found: re.Match[str]) -> str:
    near = f"; did you mean `{keyword(found[2])}`?" if found[2] else ""
    return f"`{keyword(found[1])}` is no keyword here{near}"


def _invalid(found: re.Match[str]) -> str:
    why = f": {found[3]}" if found[3] else ""
    return f"`{found[1]}` is no value of `{keyword(found[2])}`{why}"


def _command(found: re.Match[str]) -> str:
    import shlex

    try:
        words = shlex.split(found[1])
    except ValueError:
        return found[0]
    if words[0] in COMMANDS and len(words) == 1:
        return COMMANDS[words[0]]
    if words[0] == "serve":
        return found[0]
    return f"`lp.call({', '.join(word if word.isupper() else repr(word) for word in words)})`"
