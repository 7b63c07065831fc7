"""What a Python user types first: names checked at the call, studies with something else, sweeps, plots."""

import gc
import os
from pathlib import Path

import linchpin as lp
import matplotlib
import pytest

matplotlib.use("Agg")


def test_a_study_that_is_none_is_refused_at_once() -> None:
    with pytest.raises(lp.InputError) as caught:
        lp.Study("micron-bon")
    assert caught.value.findings[0].nearest == "micron-ban"


def test_a_study_says_what_it_is() -> None:
    study = lp.Study("micron-ban")
    assert study.title == "China's decision on Micron"
    assert study.scenarios == ["ban", "ban-no-backfill"]
    assert study.question.endswith("?")
    assert study.about["from"] == "2023-05-08"


@pytest.mark.parametrize("wrong", ["x", 2.5, True, 0, -3])
def test_a_number_of_draws_that_is_none_is_a_usage_error(wrong: object) -> None:
    with pytest.raises(lp.UsageError):
        lp.Study("micron-ban").run(members=wrong)  # type: ignore[arg-type]


def test_with_something_else_is_the_command_line_with_set() -> None:
    study = lp.Study("micron-ban")
    other = study.with_(set={"ban-leak": (0.0, 0.1, 0.2)}, members=6, until="2024-05-06")
    run = other.run("ban", causes=False)
    assert run.report["run"]["until"] == "2024-05-06"
    (leak,) = [one for one in run.report["assumptions"] if one["id"] == "ban-leak"]
    assert (leak["low"], leak["value"], leak["high"]) == (0.0, 0.1, 0.2)
    # The study itself is as it was.
    assert study.run("ban", members=6, causes=False).digest != run.digest
    with pytest.raises(lp.InputError):
        study.with_(set={"ban-leek": 0.1}).run(members=2)
    with pytest.raises(lp.InputError):
        study.with_(set={"ban-leak": float("nan")}).run(members=2)


def test_a_sweep_shares_the_draws() -> None:
    """By hand: the less of a ban leaks, the more Micron loses; each row of a value is that value's run."""
    table = lp.sweep("micron-ban", {"ban-leak": [0.0, 0.5]}, "ban", members=8).to_pandas()
    cell = table[table["cell"] == "ban/micron@country:CHN.dram.revenue"].set_index("ban-leak")
    assert cell.loc[0.0, "change_p50"] < cell.loc[0.5, "change_p50"] < 0
    with pytest.raises(lp.UsageError):
        lp.sweep("micron-ban", {"ban-leak": [0], "until": ["2024-01-01"]})


def test_the_last_run_is_there_and_can_be_kept(tmp_path: Path) -> None:
    before = os.getcwd()
    os.chdir(tmp_path)
    try:
        run = lp.Study("micron-ban").run("ban", members=3, causes=False)
        assert lp.Run.open("last") is run
        kept = run.save()
        digest = run.digest
        del run
        gc.collect()
        assert lp.Run.open("last").digest == digest == kept.digest
        assert kept.verify() == []
        assert [one.name for one in (tmp_path / "runs").iterdir()] == [kept.folder.name]
    finally:
        os.chdir(before)


def test_a_plot_shows_the_numbers_of_the_table() -> None:
    run = lp.Study("micron-ban").run("ban", members=24, causes=False)
    cell = "ban/micron@country:CHN.dram.revenue"
    axes = run.plot(cell)
    drawn = axes.lines[0].get_ydata()
    frame = run.bands.to_pandas()
    rows = frame[
        (frame["scenario"].astype(str) == "ban")
        & (frame["entity"].astype(str) == "firm:micron@country:CHN")
        & (frame["variable"].astype(str) == "revenue")
        & (frame["product"].astype(str) == "product:dram")
    ]
    assert len(drawn) == len(rows) > 50
    assert list(drawn) == [value * 100 for value in rows["change_p50"]]
    with pytest.raises(lp.Refused):
        run.plot("no/such.cell")
    # The same numbers in the other library, as a chart that holds its data.
    chart = run.plot(cell, library="altair").to_dict()
    fan = next(data for data in chart["datasets"].values() if "middle" in data[0])
    assert [row["middle"] for row in fan] == [value * 100 for value in rows["change_p50"]]
    assert [layer["mark"]["type"] for layer in chart["layer"]] == ["area", "line", "rule"]
    few = lp.Study("micron-ban").run("ban", members=3, causes=False)
    marks = [layer["mark"]["type"] for layer in few.plot(cell, library="altair").to_dict()["layer"]]
    assert marks == ["line", "rule"], "three draws make no band"
    for wrong in ({"library": "ggplot"}, {"library": "altair", "axes": axes}):
        with pytest.raises(lp.Refused):
            run.plot(cell, **wrong)


def test_many_questions_are_one_table() -> None:
    table = lp.ask_many(
        [{"site": "site:samsung-xian"}, {"site": "site:ymtc-wuhan"}, {"site": "site:nowhere"}],
        item="tool:etch", origin="USA", from_="USA", purpose="spares", on="2025-12-30",
    ).to_pandas()
    assert table["verdict"][0] == lp.ask(
        item="tool:etch", origin="USA", from_="USA", purpose="spares", on="2025-12-30",
        site="site:samsung-xian",
    ).verdict
    assert table["verdict"][2] == "" and table["error"][2]
    assert list(table["error"][:2]) == ["", ""]
