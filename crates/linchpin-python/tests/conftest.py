"""Runs that several tests look at: made once, small."""

from pathlib import Path

import linchpin as lp
import pytest


@pytest.fixture(scope="session")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("runs")


@pytest.fixture(scope="session")
def run(runs: Path) -> lp.Run:
    return lp.Study("yearly-approvals").run("no-licence", members=16, seed=7, runs=runs)
