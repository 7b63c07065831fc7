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


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_page(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for block in re.findall(r"^```python\n(.*?)^```", page.read_text(), re.S | re.M):
        exec(compile(block, str(page), "exec"), names)
