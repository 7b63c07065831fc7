"""Arrow streams reach every library with the same numbers."""

from pathlib import Path

import linchpin as lp
import pytest


def test_pandas_polars_and_arrow_agree(run: lp.Run) -> None:
    arrow = run.bands.to_arrow()
    frame = run.bands.to_pandas()
    polars = run.bands.to_polars()
    assert len(arrow) == len(frame) == len(polars) == len(run.bands) > 1000
    assert frame["p50"].tolist() == polars["p50"].to_list() == arrow["p50"].to_pylist()
    assert frame["week"].dt.strftime("%Y-%m-%d").tolist()[0] == "2026-01-05"
    assert set(frame["scenario"]) == {"baseline", "no-licence"}


def test_xarray_keeps_every_value_and_refuses_to_lose_one(run: lp.Run) -> None:
    index = ["scenario", "level", "entity", "product", "variable", "week"]
    frame = run.bands.to_pandas()
    data = run.bands.to_xarray(index, "p50")
    assert int(data["p50"].notnull().sum()) == len(frame)
    with pytest.raises(ValueError, match="share"):
        run.bands.to_xarray(["scenario", "week"], "p50")


def test_pyam_takes_every_row(run: lp.Run) -> None:
    pyam = pytest.importorskip("pyam")
    frame = run.to_iamc()
    scenario = pyam.IamDataFrame(frame)
    assert len(scenario.data) == len(frame) == len(run.bands)  # of 16 draws the median alone
    assert sorted(scenario.scenario) == [
        "yearly-approvals|baseline",
        "yearly-approvals|no-licence",
    ]
    back = scenario.data.set_index(["scenario", "region", "variable", "time"])["value"]
    keys = ["scenario", "region", "variable", "time"]
    assert back.sort_index().equals(frame.set_index(keys)["value"].sort_index())


def test_a_workbook_opens_and_its_assumptions_can_be_edited(run: lp.Run, tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    path = run.to_excel(tmp_path / "run.xlsx")
    book = openpyxl.load_workbook(path)
    totals = list(book["totals"].values)
    assert [row[9] for row in totals[1:]] == run.losses.to_pandas()[
        "change_p50"
    ].tolist()
    sheet = book["assumptions"]
    heads = [cell.value for cell in sheet[1]]
    row = next(r for r in sheet.iter_rows(min_row=2) if r[0].value == "spares-decay")
    for name, value in (("low", 0.02), ("value", 0.02), ("high", 0.02)):
        row[heads.index(name)].value = value
    book.save(path)
    words = ["run", "yearly-approvals/no-licence", "--members", 16, "--seed", 7]
    told = lp.call(*words, "--assumptions", path, "--runs", tmp_path)
    changed = lp.Run(told["run"])
    given = {row["id"]: row for row in changed.report["assumptions"]}["spares-decay"]
    assert (given["low"], given["value"], given["high"]) == (0.02, 0.02, 0.02)
    assert changed.digest != run.digest
    row[heads.index("high")].value = "a lot"
    row[heads.index("unit")].value = "1/weak"
    book.save(path)
    with pytest.raises(lp.InputError) as caught:
        lp.call(*words, "--assumptions", path, "--runs", tmp_path)
    places = [finding.file.rsplit(", ", 1)[1] for finding in caught.value.findings]
    at = row[0].row
    assert f"cell F{at}" in places and f"cell C{at}" in places


def test_comparisons_have_tables_and_workbooks(run: lp.Run, runs: Path, tmp_path: Path) -> None:
    other = lp.Study("yearly-approvals").run("yearly-licences", members=16, seed=7, runs=runs)
    found = lp.compare(run, other, left_scenario="no-licence", right_scenario="yearly-licences")
    assert not found.same_run
    frame = found.rows.to_pandas()
    assert len(frame) > 10 and frame["differs"].any()
    assert found.to_excel(tmp_path / "compare.xlsx").stat().st_size > 4_000
    assert lp.compare(run, run).same_run
    assert "<table>" in found._repr_html_()
