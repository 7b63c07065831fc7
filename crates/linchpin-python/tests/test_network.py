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


STOP = {
    "args": {"days": 60, "inv_days": 30},
    "shock": {
        "type": "arbitrary", "name": "half stops", "occurrence": 1, "duration": 20,
        "industries": ["KOR|c14"], "impact": 0.5,
    },
}


def test_a_shock_may_be_a_dict(tmp_path: Path) -> None:
    import json

    (tmp_path / "stop.json").write_text(json.dumps(STOP))
    assert lp.ario(shock=STOP) == lp.ario(shock=tmp_path / "stop.json")
    half = {**STOP, "shock": {**STOP["shock"], "impact": 0.25}}
    both = lp.ario(shock={"half": STOP, "quarter": half})
    assert [one["name"] for one in both["scenarios"]] == ["half", "quarter"]
    with pytest.raises(lp.UsageError, match="shock"):
        lp.ario(shock={"half": 3})
    with pytest.raises(lp.UsageError, match="name"):
        lp.ario(shock={"../half": STOP})


def test_a_table_may_be_rows_or_frames() -> None:
    """Two regions, one sector each; by hand: A sells 40 to itself, 10 to B and 50 to households."""
    import pandas

    flows = [("A", "s", "A", "s", 40.0), ("A", "s", "B", "s", 10.0), ("A", "s", "A", "home", 50.0),
             ("B", "s", "A", "s", 20.0), ("B", "s", "B", "s", 30.0), ("B", "s", "B", "home", 50.0)]
    names = ["from_region", "from_sector", "to_region", "to", "value"]
    rows = [dict(zip(names, flow)) for flow in flows]
    by_rows = lp.IoTable.from_rows(rows)
    shown = by_rows.show()
    assert (shown["regions"], shown["sectors"]) == (["A", "B"], ["s"])
    industries = pandas.MultiIndex.from_tuples([("A", "s"), ("B", "s")])
    homes = pandas.MultiIndex.from_tuples([("A", "home"), ("B", "home")])
    Z = pandas.DataFrame([[40.0, 10.0], [20.0, 30.0]], index=industries, columns=industries)
    Y = pandas.DataFrame([[50.0, 0.0], [0.0, 50.0]], index=industries, columns=homes)
    for other in (lp.IoTable.from_frames(Z, Y), lp.IoTable.from_rows(pandas.DataFrame(rows))):
        assert {**other.show(), "table": ""} == {**shown, "table": ""}
    # Leontief by hand: column sums of the inverse of [[0.6, -0.1], [-0.2, 0.7]], whose determinant is 0.4.
    told = lp.statics(by_rows).to_pandas().set_index("industry")
    assert told["backward"].to_dict() == pytest.approx({"A|s": (0.7 + 0.2) / 0.4, "B|s": (0.1 + 0.6) / 0.4})
    assert "<dt>regions</dt><dd>A, B</dd>" in by_rows._repr_html_()
    with pytest.raises(lp.UsageError, match="value"):
        lp.IoTable.from_rows([{name: "x" for name in names[:4]}])
    with pytest.raises(lp.UsageError, match="two levels"):
        lp.IoTable.from_frames(Z.droplevel(0), Y)


def test_firms_may_be_rows(tmp_path: Path) -> None:
    links = [("a", "b", 1.0), ("b", "c", 1.0)]
    rows = [dict(zip(("supplier", "buyer", "amount"), link)) for link in links]
    firms = [{"firm": firm, "sector": firm} for firm in "abc"]
    (tmp_path / "links.csv").write_text("supplier,buyer,amount\na,b,1\nb,c,1\n")
    (tmp_path / "firms.csv").write_text("firm,sector\na,a\nb,b\nc,c\n")
    assert lp.esri(rows, firms) == lp.esri(tmp_path / "links.csv", tmp_path / "firms.csv")


def test_a_study_stands_on_another_table(tmp_path: Path) -> None:
    """On the table brought forward to 2023 the same stop is another share; the notes name the table."""
    study = lp.Study("electronics-stop")
    cell = "electronics-four-weeks/KOR.value-added"
    told = {}
    for name, of in (("2011", study), ("2023", study.with_(table="built-in-2023"))):
        run = of.run("electronics-four-weeks", members=2, causes=False)
        told[name] = run.outcome(cell).median()
        assert ("brought forward" in str(run.report["not_modelled"])) == (name == "2023")
    assert told["2011"] != told["2023"]
    with pytest.raises(lp.InputError):
        study.with_(table=tmp_path / "nowhere").run(members=2)
