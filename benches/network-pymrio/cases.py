"""Tables in every layout pymrio parses, each beside what pymrio itself makes of it.

Usage: python cases.py MOCKS OUT

MOCKS is `tests/mock_mrios` of a checkout of IndEcol/pymrio; OUT is made. pymrio comes from PyPI
(`pip install pymrio openpyxl`). Nothing of either is kept in this repository. For each layout OUT holds
a folder with `source.txt` (what `linchpin table import` is to read) and `truth/`, the same table parsed
and saved by pymrio. `LINCHPIN_PYMRIO=OUT cargo test -p linchpin-network --test pymrio` compares them.
"""

import sys
import warnings
from pathlib import Path

import pymrio

warnings.simplefilter("ignore")


def main(mocks: Path, out: Path) -> None:
    gloria = next((mocks / "gloria_mock").glob("GLORIA_ReadMe*.xlsx"), None)
    cases = {
        "exiobase1": (mocks / "exio1_mock", lambda p: pymrio.parse_exiobase1(p)),
        "exiobase2": (
            next((mocks / "exio2_mock").glob("*.zip")),
            lambda p: pymrio.parse_exiobase2(p, popvector=None),
        ),
        "exiobase3": (mocks / "exio3_mock", lambda p: pymrio.parse_exiobase3(p)),
        "eora26": (mocks / "eora26_mock", lambda p: pymrio.parse_eora26(p, year=2010)),
        "icio2016": (mocks / "oecd_mock" / "ICIO2016_2003.csv", lambda p: pymrio.parse_oecd(p)),
        "icio2018": (mocks / "oecd_mock" / "ICIO2018_2010.CSV", lambda p: pymrio.parse_oecd(p)),
        "icio2018zip": (mocks / "oecd_mock" / "ICIO2018_2010.zip", lambda p: pymrio.parse_oecd(p)),
        "wiod": (
            mocks / "wiod_mock" / "wiot09_row_sep12.xlsx",
            lambda p: pymrio.parse_wiod(path=p),
        ),
        "gloria": (
            mocks / "gloria_mock",
            lambda p: pymrio.parse_gloria(p, price="bp", country_names="gloria", construct="D"),
        ),
    }
    assert gloria is not None
    for name, (source, parse) in cases.items():
        folder = out / name
        folder.mkdir(parents=True, exist_ok=True)
        try:
            table = parse(str(source))
            # ICIO 2016 has a discrepancy of the whole world, which pymrio puts under a region without industries:
            # it is nobody's demand.
            table.Y = table.Y.drop(columns="ALL", level=0, errors="ignore")
            table.calc_all()
            table.save(str(folder / "truth"), table_format="txt")
        except Exception as problem:  # A layout pymrio cannot parse here has no truth to compare with.
            print(f"{name}: {problem!r}")
            continue
        (folder / "source.txt").write_text(str(source.resolve()))
        print(name, table.Z.shape, float(table.Z.values.sum()), float(table.Y.values.sum()))
    # What pymrio saves of its own test table, as text and as Parquet.
    test = pymrio.load_test().calc_all()
    for form in ["txt", "parquet"]:
        folder = out / f"saved-{form}"
        folder.mkdir(parents=True, exist_ok=True)
        test.save(str(folder / "saved"), table_format=form)
        test.save(str(folder / "truth"), table_format="txt")
        (folder / "source.txt").write_text(str((folder / "saved").resolve()))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
