"""Sweeps on Ray: the digest of this machine whatever dies. Run by name, in an environment with Ray:
``python -m pytest tests/test_ray.py``; without Ray all but the refusals are skipped.
"""

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import linchpin as lp
import linchpin.ray as on_ray
import pytest

MEMBERS, CHUNK = 96, 8


def plan(folder: Path, members: int = MEMBERS, chunk: int = CHUNK) -> Path:
    lp.call("sweep", "plan", "micron-ban", "--out", folder, "--members", members, "--chunk", chunk)
    return folder


@pytest.fixture(scope="module")
def wanted(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The digest that this machine makes without Ray."""
    folder = plan(tmp_path_factory.mktemp("local") / "s")
    return str(lp.call("sweep", "run", folder)["digest"])


@pytest.fixture
def ray() -> Iterator[Any]:
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    module = pytest.importorskip("ray", reason="Ray is not installed here")
    yield module
    module.shutdown()


@pytest.fixture
def cluster(ray: Any) -> Iterator[Any]:
    """Nodes of one processor each, three of them, and no driver yet."""
    from ray.cluster_utils import Cluster

    found = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False})
    for _ in range(2):
        found.add_node(num_cpus=1)
    found.wait_for_nodes()
    ray.init(address=found.address, log_to_driver=False, logging_level="ERROR")
    yield found
    ray.shutdown()
    found.shutdown()


def kill_one(plan: bytes, from_: int, until: int) -> tuple[bytes, str, str]:
    """As :func:`linchpin.ray.chunk`, except that the first to come to the third chunk dies."""
    mark = Path(os.environ["LINCHPIN_TEST_MARK"])
    if from_ == 2 * CHUNK:
        try:
            mark.touch(exist_ok=False)
            os.kill(os.getpid(), signal.SIGKILL)
        except FileExistsError:
            pass
    return on_ray.chunk(plan, from_, until)


def test_off_this_machine_without_tokens_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RAY_AUTH_MODE", raising=False)
    for address in ("10.0.0.7:6379", "auto", "ray://head:10001", "head:6379"):
        with pytest.raises(lp.UsageError, match="RAY_AUTH_MODE=token"):
            on_ray.allowed(address)
    for address in (None, "127.0.0.1:6379", "localhost:6379", "[::1]:6379"):
        on_ray.allowed(address)
    monkeypatch.setenv("RAY_AUTH_MODE", "token")
    on_ray.allowed("10.0.0.7:6379")


def test_one_node_of_two_processors(ray: Any, wanted: str, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    told = on_ray.run(plan(tmp_path / "s"), cpus=2, progress=lambda *now: seen.append(now))
    assert told["digest"] == wanted
    assert seen == sorted(seen) and seen[-1] == (MEMBERS, MEMBERS)
    # All of it lies there: nothing is made twice, and another engine adds nothing.
    assert lp.call("sweep", "resume", tmp_path / "s")["digest"] == wanted


def test_three_nodes_and_a_sweep_begun_elsewhere(cluster: Any, wanted: str, tmp_path: Path) -> None:
    folder = plan(tmp_path / "s")
    lp.call("sweep", "shard", folder, "2/3")
    assert on_ray.run(folder)["digest"] == wanted


def test_a_worker_dies(
    ray: Any, wanted: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LINCHPIN_TEST_MARK", str(tmp_path / "died"))
    assert on_ray.run(plan(tmp_path / "s"), cpus=2, task=kill_one)["digest"] == wanted
    assert (tmp_path / "died").exists()


def test_a_node_dies_and_another_comes(cluster: Any, wanted: str, tmp_path: Path) -> None:
    nodes = sorted(cluster.worker_nodes, key=lambda node: str(node.node_id))
    done: list[int] = []

    def watch(now: int, all_: int) -> None:
        if now >= all_ // 2 and not done:
            done.append(now)
            cluster.remove_node(nodes[0], allow_graceful=False)
            cluster.add_node(num_cpus=1)

    assert on_ray.run(plan(tmp_path / "s"), progress=watch)["digest"] == wanted
    assert done


def test_the_driver_dies_and_the_same_command_resumes(
    ray: Any, wanted: str, tmp_path: Path
) -> None:
    folder = plan(tmp_path / "s")
    chunks = folder / "chunks"
    command = [sys.executable, "-m", "linchpin.ray", str(folder), "--cpus", "2"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, **quiet) as child:  # type: ignore[call-overload]
        while len(list(chunks.iterdir())) < 3 and child.poll() is None:
            time.sleep(0.02)
        child.send_signal(signal.SIGKILL)
    whole = lp.call("sweep", "status", folder)["whole"]
    assert 3 <= whole < MEMBERS // CHUNK, "the kill met it at work"
    assert on_ray.run(folder, cpus=2)["digest"] == wanted


def poisoned(plan: bytes, from_: int, until: int) -> tuple[bytes, str, str]:
    """As :func:`linchpin.ray.chunk`, except that run 21 ends its process."""
    if from_ <= 21 < until:
        os.kill(os.getpid(), signal.SIGABRT)
    return on_ray.chunk(plan, from_, until)


def test_a_run_that_kills_workers_is_computed_aside(
    ray: Any, wanted: str, tmp_path: Path
) -> None:
    # Aside, in a process of its own, this run does no harm: so the sweep is whole, with the same digest.
    assert on_ray.run(plan(tmp_path / "s"), cpus=2, task=poisoned)["digest"] == wanted


def test_another_build_is_refused_by_name(ray: Any, tmp_path: Path) -> None:
    def foreign(plan: bytes, from_: int, until: int) -> tuple[bytes, str, str]:
        rows, _, worker = on_ray.chunk(plan, from_, until)
        return rows, "another", worker

    with pytest.raises(lp.Refused, match=r"worker .*, process \d+ is refused"):
        on_ray.run(plan(tmp_path / "s"), cpus=2, task=foreign)
    assert list((tmp_path / "s" / "chunks").iterdir()) == []


def test_a_second_driver_waits(ray: Any, tmp_path: Path) -> None:
    folder = plan(tmp_path / "s")
    body = f"""
        import linchpin._linchpin as raw, time
        driver = raw.SweepDriver({str(folder)!r})
        print("held", flush=True)
        time.sleep(60)
    """
    command = [sys.executable, "-c", textwrap.dedent(body)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None and child.stdout.readline() == "held\n"
        with pytest.raises(lp.TryAgain, match="another process"):
            on_ray.run(folder, cpus=1)
        child.kill()
