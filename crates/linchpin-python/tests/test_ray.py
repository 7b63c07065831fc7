"""Sweeps on Ray: the digest of this machine, whoever makes the chunks. Run by name, in an environment with Ray:
``python -m pytest tests/test_ray.py tests/test_ray_kills.py``. Without Ray all but the refusals and the driver by
hand are skipped.
"""

import hashlib
import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path
from typing import Any

import linchpin as lp
import linchpin.ray as on_ray
import pytest
from linchpin import _linchpin
from raying import ALL, CHUNK, MEMBERS, TOKEN, began, expect, first, local, marks, names, nodes
from raying import cluster, plan, ray, task, wanted

# Fixtures.
__all__ = ["cluster", "local", "marks", "ray", "wanted"]


def test_off_this_machine_without_tokens_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RAY_AUTH_MODE", raising=False)
    for address in ("10.0.0.7:6379", "auto", "ray://head:10001", "head:6379"):
        with pytest.raises(lp.UsageError, match="RAY_AUTH_MODE=token"):
            on_ray.allowed(address)
    for address in (None, "127.0.0.1:6379", "localhost:6379", "[::1]:6379"):
        on_ray.allowed(address)
    monkeypatch.setenv("RAY_AUTH_MODE", "token")
    on_ray.allowed("10.0.0.7:6379")


def lie(rows: bytes) -> bytes:
    """Sealed rows with the last bit of the last number changed, and sealed again."""
    body = bytearray(rows[:-64])
    body[-8] ^= 1
    return bytes(body) + hashlib.sha256(body).hexdigest().encode()


def test_the_driver_by_hand(tmp_path: Path) -> None:
    """No Ray: what it is told, and what it does. Six runs in chunks of two."""
    folder = plan(tmp_path / "s", 6, 2)
    driver = _linchpin.SweepDriver(folder)

    def rows(from_: int) -> tuple[bytes, str]:
        return _linchpin.sweep_rows(driver.plan, from_, from_ + 2)

    sent = [driver.order(3, 2)[:3] for _ in range(3)]
    assert sent == [("send", 0, 2), ("send", 2, 4), ("send", 4, 6)]
    assert driver.order(3, 2)[0] == "wait"
    made, probe = rows(2)
    driver.rows((2, 4), "a", probe, made[:-1])
    assert driver.progress == (0, 6)
    assert driver.order(3, 2)[:3] == ("send", 2, 4), "what came damaged is asked for again"
    driver.rows((2, 4), "a", probe, made)
    driver.rows((2, 4), "b", probe, made)
    assert driver.progress == (2, 6)
    for _ in range(3):
        driver.lost(0, 2)
        word, *span, _ = driver.order(3, 2)
        assert span == [0, 2]
    assert word == "aside", "three workers did not come back from it"
    driver.aside((0, 2), [sys.executable, "-m", "linchpin"])
    driver.rows((4, 6), "a", probe, rows(4)[0])
    assert driver.order(3, 2)[0] == "whole" and driver.progress == (6, 6)
    with pytest.raises(RuntimeError) as caught:
        driver.rows((2, 4), "c", probe, lie(made))
    assert caught.value.args[1] == 4
    first = folder / "chunks" / "0000000002-0000000004.chunk"
    assert first.read_bytes() == made, "the first account stays"
    assert first.with_name(first.name + ".other").read_bytes() == lie(made), "so does the other"


def test_threads_shards_and_ray_make_one_digest(
    ray: Any, wanted: str, marks: Path, tmp_path: Path
) -> None:
    """One node of two processors, against one, two, three and eight threads and merged shards."""
    seen: list[tuple[int, int]] = []
    folder = plan(tmp_path / "ray")
    told = on_ray.run(folder, cpus=2, task=task(marks), progress=lambda *now: seen.append(now))
    assert told["digest"] == wanted
    assert seen == sorted(seen) and seen[-1] == (MEMBERS, MEMBERS)
    assert set(began(marks)) == ALL, "workers made every chunk"
    assert len({mark.name.split()[2] for mark in marks.iterdir()}) == 2, "in two processes"
    expect(folder, wanted)
    for threads in ("1", "2", "3", "8"):
        folder = plan(tmp_path / threads)
        words = [sys.executable, "-m", "linchpin", "sweep", "run", str(folder)]
        subprocess.run(
            words, env={**os.environ, "RAYON_NUM_THREADS": threads}, check=True, capture_output=True
        )
        expect(folder, wanted)
    parts = [plan(tmp_path / f"part{part}") for part in (1, 2, 3)]
    for part, folder in enumerate(parts, 1):
        lp.call("sweep", "shard", folder, f"{part}/3")
    assert lp.call("sweep", "merge", *parts)["digest"] == wanted


def test_three_nodes_and_a_sweep_begun_elsewhere(
    cluster: Any, wanted: str, marks: Path, tmp_path: Path
) -> None:
    folder = plan(tmp_path / "s")
    lp.call("sweep", "shard", folder, "2/3")
    slow = task(marks, lambda from_: time.sleep(0.5))
    assert on_ray.run(folder, address=cluster.address, task=slow)["digest"] == wanted
    there = set(range(CHUNK, MEMBERS, 3 * CHUNK))
    assert set(began(marks)) == ALL - there, "what lay there was not made again"
    assert len(nodes(marks)) == 3, "every node took part"
    expect(folder, wanted)


def test_a_run_that_kills_workers_is_computed_aside(
    ray: Any, wanted: str, marks: Path, tmp_path: Path
) -> None:
    def poisoned(from_: int) -> None:
        if from_ <= 21 < from_ + CHUNK:
            os.kill(os.getpid(), signal.SIGABRT)

    # Aside, in a process of its own, this run does no harm: so the sweep is whole, with the same digest.
    folder = plan(tmp_path / "s")
    assert on_ray.run(folder, cpus=2, task=task(marks, poisoned))["digest"] == wanted
    assert began(marks)[2 * CHUNK] >= 3, "three workers died of it"
    assert set(began(marks)) == ALL, "workers made the others"
    expect(folder, wanted)


def test_a_run_that_ends_every_process_is_named_as_without_ray(
    ray: Any, local: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The poison is in the engine, where only programs built for tests have it: it kills workers and what is
    computed aside alike, so that both engines halve the chunk until the run stands alone."""
    monkeypatch.setenv("LINCHPIN_POISON", "21:abort")
    python = [sys.executable, "-m", "linchpin", "sweep"]
    alone = plan(tmp_path / "alone")
    ended = subprocess.run([*python, "run", str(alone)], capture_output=True)
    if ended.returncode == 0:
        pytest.skip("a program built for users has no poison")
    for _ in range(2):
        assert subprocess.run([*python, "run", str(alone)], capture_output=True).returncode == -6
    assert subprocess.run([*python, "run", str(alone)], capture_output=True).returncode == 4
    folder = plan(tmp_path / "ray")
    told = on_ray.run(folder, cpus=2)
    assert told["failed"] == [{"run": 21, "why": "the run ended its process: signal 6"}]
    assert names(folder) == names(alone) == names(local)
    for name in names(local):
        made = (folder / "chunks" / name).read_bytes()
        assert made == (alone / "chunks" / name).read_bytes(), name
        assert (made == (local / "chunks" / name).read_bytes()) == (name[:10] != f"{16:010}"), name


def test_a_lie_about_a_chunk_stops_the_sweep(
    ray: Any, local: Path, marks: Path, tmp_path: Path
) -> None:
    """A worker is silent until its runs came from somebody else, and then makes other rows of them; the last
    chunk waits for it, so that it is heard."""
    folder = plan(tmp_path / "s")
    name = f"{2 * CHUNK:010}-{3 * CHUNK:010}.chunk"

    def chunk(plan: bytes, from_: int, until: int) -> tuple[bytes, str, str]:
        rows, probe, worker = on_ray.chunk(plan, from_, until)
        if from_ == 2 * CHUNK and first(marks / "waits"):
            while not (folder / "chunks" / name).exists():
                time.sleep(0.1)
            (marks / "lied").touch()
            return lie(rows), probe, worker
        while until == MEMBERS and not (marks / "lied").exists():
            time.sleep(0.1)
        time.sleep(5 if until == MEMBERS else 0)
        return rows, probe, worker

    with pytest.raises(lp.ModelError, match="16"):
        on_ray.run(folder, cpus=3, task=chunk)
    honest = (local / "chunks" / name).read_bytes()
    kept = {(folder / "chunks" / f"{name}{end}").read_bytes() for end in ("", ".other")}
    assert kept == {honest, lie(honest)}, "both accounts are kept"


def test_another_build_is_refused_by_name(ray: Any, tmp_path: Path) -> None:
    def foreign(plan: bytes, from_: int, until: int) -> tuple[bytes, str, str]:
        rows, _, worker = on_ray.chunk(plan, from_, until)
        return rows, "another", worker

    with pytest.raises(lp.Refused, match=r"worker .*, process \d+ is refused"):
        on_ray.run(plan(tmp_path / "s"), cpus=2, task=foreign)
    assert names(tmp_path / "s") == []


def test_workers_without_the_package_are_named_and_not_worked_around(
    ray: Any, tmp_path: Path
) -> None:
    """Their chunks could be computed aside one by one by the driver, with a cluster that looks busy."""

    def bare(plan: bytes, from_: int, until: int) -> tuple[bytes, str, str]:
        import linchpin_of_another_machine  # type: ignore[import-not-found]

        return linchpin_of_another_machine.rows, "", ""

    with pytest.raises(lp.Refused, match=r"process \d+ is refused.*No module named 'linchpin_of"):
        on_ray.run(plan(tmp_path / "s"), cpus=2, task=bare)
    assert names(tmp_path / "s") == []


KNOCK = """
    import sys, ray
    ray.init(address=sys.argv[1], log_to_driver=False, logging_level="ERROR")
    print("came in with", int(ray.cluster_resources()["CPU"]))
"""


def knock(address: str, home: Path, **env: str) -> str:
    """What somebody hears who joins a cluster from elsewhere."""
    bare = {name: value for name, value in os.environ.items() if not name.startswith("RAY_AUTH")}
    words = [sys.executable, "-c", textwrap.dedent(KNOCK), address]
    done = subprocess.run(
        words, env={**bare, "HOME": str(home), **env}, capture_output=True, text=True, timeout=120
    )
    return done.stdout + done.stderr


def test_a_cluster_of_our_own_asks_for_a_token(
    ray: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ray listens on every interface: who comes without a token is sent away, even where the user turned tokens
    off for other clusters; and an address in the environment is not where this machine's sweep goes."""
    monkeypatch.setenv("RAY_AUTH_MODE", "disabled")
    monkeypatch.setenv("RAY_ADDRESS", "10.255.255.1:6379")
    heard: list[str] = []

    def watch(now: int, all_: int) -> None:
        if not heard:
            address = ray.get_runtime_context().gcs_address
            heard.append(knock(address, tmp_path, RAY_AUTH_MODE="disabled"))
            heard.append(knock(address, tmp_path, RAY_AUTH_MODE="token", RAY_AUTH_TOKEN="0" * 64))
            heard.append(knock(address, tmp_path, RAY_AUTH_MODE="token", RAY_AUTH_TOKEN=TOKEN))

    on_ray.run(plan(tmp_path / "s", 8), cpus=2, progress=watch)
    assert ["came in" in one for one in heard] == [False, False, True], heard
    assert os.environ["RAY_AUTH_MODE"] == "disabled", "the next cluster is judged anew"


def test_a_second_driver_waits(ray: Any, tmp_path: Path) -> None:
    folder = plan(tmp_path / "s")
    body = f"""
        import linchpin._linchpin as raw, time
        driver = raw.SweepDriver({str(folder)!r})
        print("held", flush=True)
        time.sleep(600)
    """
    command = [sys.executable, "-c", textwrap.dedent(body)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None and child.stdout.readline() == "held\n"
        with pytest.raises(lp.TryAgain, match="another process"):
            on_ray.run(folder, cpus=1)
        child.kill()
