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
    for wrong in (
        {"library": "ggplot"},
        {"library": "altair", "axes": axes},
        {"library": "altair", "kind": "map"},
        {"kind": "pie"},
        {"kind": "paired"},
        {"against": "ban-no-backfill"},
    ):
        with pytest.raises(lp.UsageError):
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


CELL = "no-licence/skhynix-wuxi.dram.output"


def test_a_level_has_the_unit_of_a_week(run: lp.Run) -> None:
    # The total is in Tb, a week of it in Tb/week.
    assert run.plot(CELL, change=False).get_ylabel() == "Tb/week"


def test_a_waterfall_falls_by_the_change_of_the_median_draw(run: lp.Run) -> None:
    """By hand: steps begin where the one before ends, and the last bar is their sum."""
    axes = run.plot(CELL, kind="waterfall")
    (fall,) = [
        one for one in run.report["waterfall"]
        if one["entity"] == "site:skhynix-wuxi" and one["name"].endswith("output")
    ]
    # Told in exabits: a million terabits.
    values = [step["value"] / 1e6 for step in fall["steps"]]
    assert axes.get_xlabel() == "Eb"
    bars = axes.patches
    assert [bar.get_width() for bar in bars] == pytest.approx([*values, sum(values)])
    assert [bar.get_x() for bar in bars[1:-1]] == pytest.approx([sum(values[:n]) for n in range(1, len(values))])
    # The middle one of 16 draws; the row's median lies between it and its neighbour.
    row = run.losses.to_pandas().set_index("cell").loc[CELL]
    assert sum(values) == pytest.approx(row["amount_p50"] / 1e6, rel=0.1) and sum(values) < 0
    rows = run.losses.to_pandas()
    price = rows[rows["measure"] == "contract-price"]["cell"].iloc[0]
    with pytest.raises(lp.Refused, match="explain"):
        run.plot(price, kind="waterfall")


def test_a_map_has_a_circle_for_each_site_that_makes_the_product(run: lp.Run) -> None:
    axes = run.plot(CELL, kind="map")
    rows = run.losses.to_pandas()
    made = rows[(rows["level"] == "site") & (rows["measure"] == "output") & (rows["product"] == "product:dram")]
    at = {row["id"]: row for row in lp.World().sites.to_arrow().to_pylist()}
    # Korea makes most; America is told below the map.
    near = made[[110 < at[site]["longitude"] < 150 for site in made["entity"]]]
    assert 0 < len(made) - len(near) and f"{len(made) - len(near)} sites elsewhere" in axes.get_xlabel()
    points = axes.collections[0]
    assert points.get_offsets().tolist() == [
        [at[site]["longitude"], at[site]["latitude"]] for site in near["entity"]
    ]
    assert list(points.get_array()) == pytest.approx(list(100 * near["change_p50"]))
    # Wuxi lies at 31 to 32 degrees north, 120 to 121 east.
    assert 31 < at["site:skhynix-wuxi"]["latitude"] < 32 and 120 < at["site:skhynix-wuxi"]["longitude"] < 121
    assert any(text.get_text().startswith("SK hynix Wuxi -") for text in axes.texts)


def test_a_paired_picture_has_a_dot_for_each_draw() -> None:
    run = lp.Study("micron-ban").run(members=24, causes=False)
    cell = "ban/micron@country:CHN.dram.revenue"
    other = "ban-no-backfill/micron@country:CHN.dram.revenue"
    axes = run.plot(cell, kind="paired", against="ban-no-backfill")
    across, up = axes.collections[0].get_offsets().T.tolist()
    assert across == [100 * value for value in run.outcome(other)]
    assert up == [100 * value for value in run.outcome(cell)]
    lower = (run.outcome(cell) < run.outcome(other)).mean()
    assert f"lower in {lower:.0%} of 24 draws" in axes.texts[0].get_text()
    with pytest.raises(lp.Refused):
        run.plot(cell, kind="paired", against="no-such")


def test_frames_have_ids_and_names(run: lp.Run) -> None:
    bands = run.bands
    frame = bands.to_pandas()
    wuxi = frame[(frame["entity"] == "site:skhynix-wuxi") & (frame["variable"] == "tool-availability")]
    assert set(wuxi["name"]) == {"SK hynix Wuxi"}
    assert set(wuxi["variable_name"]) == {"tools available"}
    firms = frame[frame["entity"].astype(str).str.startswith("firm:samsung@country:CHN")]
    assert len(firms) and all(name.startswith("Samsung") and " in China" in name for name in set(firms["name"]))
    # Without the names it is the table of the folder, whose digest it bears.
    plain = run.table("summary")
    assert bands.digest == plain.digest
    names = {"name", "product_name", "variable_name"}
    assert [column for column in bands.columns if column not in names] == plain.columns
    row = run.losses.to_pandas().set_index("cell").loc[CELL]
    assert (row["name"], row["product_name"], row["measure_name"]) == ("SK hynix Wuxi", "DRAM without HBM", "output")
    outcomes = run.outcomes.to_pandas()
    assert set(outcomes[outcomes["cell"] == CELL]["name"]) == {"SK hynix Wuxi, DRAM without HBM, output"}


def test_a_change_says_that_it_is_a_share(run: lp.Run) -> None:
    """By hand: a share of -0.18 is what texts call -18 %."""
    losses = run.losses
    assert losses.units["change_p50"] == "share of the baseline"
    assert losses.to_pandas().attrs["units"] == losses.units
    assert "change_p50<br><small>share of the baseline</small>" in losses._repr_html_()
    told = losses.per_cent()
    assert told.units["change_p50"] == "% of the baseline"
    share = losses.to_pandas().set_index("cell").loc[CELL, "change_p50"]
    assert told.to_pandas().set_index("cell").loc[CELL, "change_p50"] == pytest.approx(100 * share)
    assert f"{abs(100 * share):.0f} %" in run.headline
    assert told.to_pandas()["baseline"].equals(losses.to_pandas()["baseline"])
    assert run.bands.units["change_p05"] == run.outcomes.units["change"] == "share of the baseline"
    compared = lp.compare(run, run)
    assert compared.rows.units["difference"] == "share of the baseline"


def test_a_day_is_moved_as_if_by_hand(tmp_path: Path) -> None:
    """The same numbers as of a copy in which an editor moved the day."""
    study = lp.Study("yearly-approvals")
    moved = study.with_(days={"2027-04-30": "2027-09-30"}).run("renewal-gap", members=4, causes=False)
    folder = tmp_path / "mine"
    by_hand = study.copy(folder)
    act = folder / "hypothetical" / "licence-2027-late.toml"
    act.write_text(act.read_text().replace("2027-04-30", "2027-09-30"))
    other = by_hand.run("renewal-gap", members=4, causes=False)
    assert moved.table("outcomes").digest == other.table("outcomes").digest
    assert moved.study == "yearly-approvals-moved"
    # The study itself is as it was, and another day is another answer.
    same = study.run("renewal-gap", members=4, causes=False)
    assert same.table("outcomes").digest != moved.table("outcomes").digest
    with pytest.raises(lp.UsageError, match="2027-04-30"):
        study.with_(days={"2031-01-01": "2032-01-01"}).run("renewal-gap", members=2)
    with pytest.raises(lp.UsageError):
        study.with_(days={"2027-02-30": "2027-03-01"})


def test_two_days_may_change_places(tmp_path: Path) -> None:
    from linchpin._study import _move

    (tmp_path / "scenarios").mkdir()
    path = tmp_path / "scenarios" / "one.toml"
    path.write_text("from = 2027-01-01\nuntil = 2028-01-01\n")
    _move(tmp_path, {"2027-01-01": "2028-01-01", "2028-01-01": "2027-01-01"})
    assert path.read_text() == "from = 2028-01-01\nuntil = 2027-01-01\n"


def test_a_sweep_over_a_day_has_a_row_for_each() -> None:
    table = lp.sweep(
        "yearly-approvals", {"2027-04-30": ["2027-01-01", "2027-10-29"]}, "renewal-gap", members=8
    )
    assert table.units["change_p50"] == "share of the baseline"
    frame = table.to_pandas()
    cell = frame[frame["cell"] == "renewal-gap/skhynix-wuxi.dram.output"].set_index("2027-04-30")
    # The later the licence, the more is lost.
    assert cell.loc["2027-10-29", "change_p50"] < cell.loc["2027-01-01", "change_p50"] < 0


def test_a_sensitivity_takes_no_number_that_it_would_ignore() -> None:
    with pytest.raises(lp.UsageError, match="every number"):
        lp.Study("micron-ban").with_(set={"ban-leak": 0.1}).sensitivity(method="pawn", n=8)


def test_lists_make_a_matrix_of_questions() -> None:
    table = lp.ask_many(
        site=["site:samsung-xian", "site:ymtc-wuhan"], on=["2025-12-30", "2026-01-02"],
        item="tool:etch", origin="USA", from_="USA", purpose="spares",
    ).to_pandas()
    asked = list(zip(table["site"], table["on"]))
    assert asked == [
        ("site:samsung-xian", "2025-12-30"), ("site:samsung-xian", "2026-01-02"),
        ("site:ymtc-wuhan", "2025-12-30"), ("site:ymtc-wuhan", "2026-01-02"),
    ]
    one = lp.ask(
        item="tool:etch", origin="USA", from_="USA", purpose="spares", site="site:ymtc-wuhan", on="2026-01-02"
    )
    assert table["verdict"][3] == one.verdict == "licence-required"
    assert table["review"][3] == one.review == "presumption-of-denial"
    assert one.cites == table["cite"][3].split("; ") and one.cites[0] in one.answer
    # A question's own fact goes before the list.
    narrowed = lp.ask_many([{"site": "site:ymtc-wuhan"}], site=["a", "b"], item="tool:etch", on="2026-01-02")
    assert len(narrowed) == 1


def test_what_is_no_run_and_what_was_changed_are_errors_of_our_own(run: lp.Run, tmp_path: Path) -> None:
    import shutil

    with pytest.raises(lp.Refused):
        lp.Run(tmp_path / "nowhere")
    with pytest.raises(lp.Refused, match="summary"):
        run.table("typo")
    copy = tmp_path / "copy"
    shutil.copytree(run.folder, copy)
    (copy / "outcomes.parquet").unlink()
    with pytest.raises(lp.Damaged, match="outcomes.parquet"):
        lp.Run(copy)
    with pytest.raises(lp.InputError):
        lp.World(tmp_path / "nowhere").facts


def test_a_box_of_bad_draws_is_that_of_the_command_line() -> None:
    run = lp.Study("micron-ban").run(members=96, causes=False)
    cell = "ban/micron@country:CHN.dram.revenue"
    found = run.discover(cell, above=0.25)
    assert found["draws"] == 96
    assert found["hits"] == int((run.outcome(cell) < -0.25).sum())
    with pytest.raises(lp.Refused):
        run.discover("no/such.cell", above=0.1)


def test_the_market_on_a_day_and_a_decision_are_values() -> None:
    (market,) = lp.cycle("2022-10-31", market="dram", quarters=2)
    assert market["market_known_through"] < "2022-12-01"
    assert len(market["projection"]["steps"]) == 2
    decided = lp.decide("wuxi-spares", members=8)
    assert len(decided["choices"]) == len(decided["levels"]) * len(decided["days"])
    with pytest.raises(lp.UsageError):
        lp.cycle("2022-02-30")


def test_worlds_and_studies_show_themselves(tmp_path: Path) -> None:
    assert "accounts of facts" in lp.World()._repr_html_()
    assert "China&#x27;s decision on Micron" in lp.Study("micron-ban")._repr_html_()
    store = lp.Evidence(tmp_path / "store")
    (tmp_path / "page.txt").write_text("Chips.\n")
    store.add(tmp_path / "page.txt", outlet="A <paper>", published="2026-06-01")
    assert "A &lt;paper&gt;" in store._repr_html_()


def test_what_means_nothing_is_refused_at_the_call(run: lp.Run) -> None:
    study = lp.Study("micron-ban")
    for wrong in (
        lambda: study.run(members=2, seed=-1),
        lambda: study.with_(set={"ban-leak": None}).run(members=2),  # type: ignore[dict-item]
        lambda: lp.sweep(study, {"ban-leak": 0.1}, members=2),  # type: ignore[dict-item]
        lambda: lp.ask_many("site:samsung-xian"),  # type: ignore[arg-type]
        lambda: run.bands.to_xarray(["scenario"], "p50"),
    ):
        with pytest.raises(lp.UsageError):
            wrong()
    # A run is also named by its folder, a range also by a list.
    assert lp.compare(run, run.folder).same_run
    with pytest.raises(lp.Refused):
        lp.compare(run, "nowhere")
    few = [study.with_(set={"ban-leak": ends}).run("ban", members=2, causes=False) for ends in ([0.1, 0.2], (0.1, 0.2))]
    assert few[0].digest == few[1].digest
