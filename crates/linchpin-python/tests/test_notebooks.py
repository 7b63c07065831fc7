"""Every notebook runs from top to bottom, and says again what it says in the repository; the book shows it."""

import base64
import os
import re
from pathlib import Path

import pytest

nbformat = pytest.importorskip("nbformat")
nbclient = pytest.importorskip("nbclient")
NOTEBOOKS = sorted((Path(__file__).parent.parent / "notebooks").glob("*.ipynb"))
BOOK = Path(os.environ.get("LINCHPIN_BOOK", Path(__file__).parents[3] / "book" / "src"))


def said(notebook: object) -> list[str]:
    """Plain text of each cell's outputs, but for warnings of other libraries.

    What one cell prints may come in pieces, as the clock will have it: they are put together.
    """
    texts = []
    for cell in notebook.cells:  # type: ignore[attr-defined]
        text = ""
        for output in cell.get("outputs", []):
            if output.get("name") != "stderr":
                text += "".join(output.get("text") or output.get("data", {}).get("text/plain", ""))
        texts.append(text)
    return texts


def picture(notebook: object) -> bytes:
    """The first picture."""
    for cell in notebook.cells:  # type: ignore[attr-defined]
        for output in cell.get("outputs", []):
            if "image/png" in output.get("data", {}):
                return base64.b64decode(output["data"]["image/png"])
    return b""


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook(path: Path, tmp_path: Path) -> None:
    committed = nbformat.read(path, as_version=4)
    fresh = nbformat.read(path, as_version=4)
    assert len(committed.cells) <= 13, "a notebook answers one question"
    nbclient.NotebookClient(
        fresh, timeout=300, resources={"metadata": {"path": str(tmp_path)}}
    ).execute()
    assert any(said(committed)), "the notebook in the repository was never executed"
    assert said(fresh) == said(committed)


def test_there_are_eight() -> None:
    assert [path.stem[:2] for path in NOTEBOOKS] == [f"{number:02}" for number in range(1, 9)]


@pytest.mark.skipif(not BOOK.is_dir(), reason="the book is not beside these tests: set LINCHPIN_BOOK")
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_gallery_shows_what_the_notebook_says(path: Path) -> None:
    """Its picture to the byte, and lines that it prints; ``LINCHPIN_BLESS=1`` copies the picture."""
    notebook = nbformat.read(path, as_version=4)
    page, shown = (BOOK / "gallery.md").read_text(), BOOK / "gallery" / f"{path.stem}.png"
    sections = [section for section in re.split(r"^## ", page, flags=re.M) if f"`{path.name}`" in section]
    assert len(sections) == 1, "one section of the gallery names it"
    (section,) = sections
    if "LINCHPIN_BLESS" in os.environ:
        shown.parent.mkdir(exist_ok=True)
        shown.write_bytes(picture(notebook))
    assert f"](gallery/{path.stem}.png)" in section
    assert shown.read_bytes() == picture(notebook) != b""
    blocks = re.findall(r"^```text printed\n(.*?)^```", section, re.S | re.M)
    lines = [line for block in blocks for line in block.splitlines()]
    printed = {line.rstrip() for text in said(notebook) for line in text.splitlines()}
    assert lines and [line for line in lines if line.rstrip() not in printed] == []
