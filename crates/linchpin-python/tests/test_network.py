"""Tables go to pymrio and come back; ARIO runs on them."""

from pathlib import Path

import linchpin as lp
import pytest

pymrio = pytest.importorskip("pymrio")


def test_pymrio_goes_round_without_loss(tmp_path: Path) -> None:
    system = pymrio.load_test().calc_all()
    table = lp.IoTable.from_pymrio(system)
    shown = table.show()
    assert shown["regions"] == list(system.get_regions())
    back = pymrio.load(table.to_pymrio(tmp_path / "back"))
    assert (back.Z.to_numpy() == system.Z.to_numpy()).all()
    assert (back.Y.to_numpy() == system.Y.to_numpy()).all()
    assert table.identity()["median_row_error"] < 1e-9


def test_a_table_that_is_none_is_refused_with_a_code(tmp_path: Path) -> None:
    (tmp_path / "Z.csv").write_text("nothing")
    with pytest.raises(lp.InputError) as caught:
        lp.IoTable(tmp_path).show()
    assert caught.value.findings[0].code.startswith("LP-N")
