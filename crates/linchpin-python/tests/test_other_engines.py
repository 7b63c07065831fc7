"""Runs of an engine that this package has never heard of: `toy_engine.rs` of the web crate makes them.

`check.sh` names their folder in LINCHPIN_TOY_RUN; without it there is nothing to open.
"""

import os
from pathlib import Path

import linchpin as lp
import pytest

FOLDER = os.environ.get("LINCHPIN_TOY_RUN")
pytestmark = pytest.mark.skipif(FOLDER is None, reason="check.sh names the folder")


def opened(scenario: str) -> lp.Run:
    [folder] = [path.parent for path in Path(FOLDER or "", scenario).glob("*-*/run.json")]
    return lp.Run.open(str(folder))


def test_its_words_its_loss_and_its_causes_are_told() -> None:
    run = opened("both")
    assert "applications granted" in run.headline
    assert run.verify() == []
    losses = run.losses.to_pandas()
    # By hand: 44 of 52 weeks at a quarter of what was granted.
    [change] = losses[losses["measure"].astype(str) == "granted"]["change_p50"]
    assert abs(change + 44 / 52 * 0.75) < 1e-5
    reasons = str(run.explain())
    assert "strike" in reasons
    assert "fewer parts" in reasons
    assert "granted" in set(run.bands.to_pandas()["variable"].astype(str))


def test_two_of_its_runs_are_compared() -> None:
    found = lp.compare(opened("strike"), opened("both"))
    assert found.shares_draws
    rows = found.rows.to_pandas()
    # Each scenario stands on the side that has it, in the engine's own words.
    assert sorted(rows["scenario"].astype(str)) == ["both", "strike"]
    assert set(rows["measure"].astype(str)) == {"granted"}
