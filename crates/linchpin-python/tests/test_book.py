"""Every Python block of the book runs, page by page."""

import os
import re
from pathlib import Path

import pytest

BOOK = Path(os.environ.get("LINCHPIN_BOOK", Path(__file__).parents[3] / "book" / "src"))
PAGES = [page for page in sorted(BOOK.glob("*.md")) if "```python" in page.read_text()]


@pytest.mark.skipif(not BOOK.is_dir(), reason="the book is not beside these tests: set LINCHPIN_BOOK")
def test_the_book_has_python() -> None:
    assert PAGES


def fits(expected: list[str], lines: list[str]) -> bool:
    """Whether lines are those expected, where a line of `…` stands for any lines."""
    if not expected:
        return not lines
    if expected[0] == "…":
        return any(fits(expected[1:], lines[at:]) for at in range(len(lines) + 1))
    return bool(lines) and expected[0].rstrip() == lines[0].rstrip() and fits(expected[1:], lines[1:])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_page(
    page: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A block runs; where a block `text printed` stands below it, it prints just that.

    With ``LINCHPIN_BLESS=1`` the page is written anew with what is printed.
    """
    text, names = page.read_text(), dict[str, object]()
    bless = "LINCHPIN_BLESS" in os.environ
    monkeypatch.chdir(tmp_path)
    form = r"^```python\n(.*?)^```\n(?:\n```text printed\n(.*?)^```\n)?"
    for block, printed in re.findall(form, text, re.S | re.M):
        exec(compile(block, str(page), "exec"), names)
        said = "".join(f"{line.rstrip()}\n" for line in capsys.readouterr().out.splitlines())
        if printed and bless:
            stands = f"{block}```\n\n```text printed\n"
            text = text.replace(stands + printed, stands + said)
        elif printed:
            assert fits(printed.splitlines(), said.splitlines()), said
    if text != page.read_text():
        page.write_text(text)


def test_the_scripts_are_short_and_say_what_they_print() -> None:
    text = (BOOK / "scripts.md").read_text()
    blocks = re.findall(r"^```python\n(.*?)^```\n\n```text printed\n(.+?)^```\n", text, re.S | re.M)
    assert len(blocks) == text.count("```python") == 5
    assert all(len(block.splitlines()) <= 15 for block, _ in blocks)


def test_the_matcher_refuses_what_differs() -> None:
    assert fits(["a", "…"], ["a", "b"]) and not fits(["a"], ["a", "b"]) and not fits(["…", "c"], ["a"])
