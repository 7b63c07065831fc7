"""Python's numbers are the command line's, bit for bit."""

import json
import os
import subprocess
import sys
from pathlib import Path

import linchpin as lp
import pytest

# The program built by cargo, where there is one; the wheel's own console script in any case.
PROGRAMS = [[sys.executable, "-m", "linchpin"]]
if "LINCHPIN_BIN" in os.environ:
    PROGRAMS.append([os.environ["LINCHPIN_BIN"]])


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda words: Path(words[0]).name)
def test_a_run_has_the_digest_of_the_command_line(
    program: list[str], run: lp.Run, tmp_path: Path
) -> None:
    words = ["run", "yearly-approvals/no-licence", "--members", "16", "--seed", "7", "--json"]
    done = subprocess.run(
        [*program, *words, "--runs", str(tmp_path)], check=True, capture_output=True, text=True
    )
    told = json.loads(done.stdout)
    assert told["digest"] == run.digest
    assert told["losses"] == json.loads((run.folder / "run.json").read_text())["report"]["losses"]
    other = lp.Run(told["run"])
    for name in ("series", "summary", "binding", "draws", "sources"):
        assert other.table(name).digest == run.table(name).digest, name


def test_every_answer_is_what_json_prints() -> None:
    for words in (["list"], ["policy", "list"], ["world", "show", "site:skhynix-wuxi"]):
        done = subprocess.run(
            [sys.executable, "-m", "linchpin", *words, "--json"], check=True, capture_output=True
        )
        assert json.loads(done.stdout) == lp.call(*words)


def test_a_changed_table_is_not_believed(run: lp.Run, tmp_path: Path) -> None:
    import shutil

    copy = tmp_path / "copy"
    shutil.copytree(run.folder, copy)
    shutil.copy(copy / "draws.parquet", copy / "summary.parquet")
    with pytest.raises(RuntimeError, match="summary.parquet"):
        lp.Run(copy).bands
