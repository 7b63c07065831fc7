"""Sweeps on Ray while workers, nodes, heads and drivers die by SIGKILL. Run by name, in an environment with Ray:
``LINCHPIN_KILLS=20 python -m pytest tests/test_ray_kills.py``, where the number is that of the random kills.
"""

import os
import random
import signal
import time
from collections import Counter
from pathlib import Path
from typing import Any

import linchpin as lp
import linchpin.ray as on_ray
from raying import ALL, CHUNK, MEMBERS, SMALL, at_work, began, below, expect, first, gone, marks
from raying import cluster, local, names, plan, ray, raylet, start, task, wanted

# Fixtures.
__all__ = ["cluster", "local", "marks", "ray", "wanted"]


def test_a_worker_dies(ray: Any, wanted: str, marks: Path, tmp_path: Path) -> None:
    def die_once(from_: int) -> None:
        if from_ == 2 * CHUNK and first(tmp_path / "died"):
            os.kill(os.getpid(), signal.SIGKILL)

    folder = plan(tmp_path / "s")
    assert on_ray.run(folder, cpus=2, task=task(marks, die_once))["digest"] == wanted
    assert began(marks)[2 * CHUNK] >= 2, "it was handed out again, to a worker"
    expect(folder, wanted)


def test_a_node_dies_and_another_comes(
    cluster: Any, wanted: str, marks: Path, tmp_path: Path
) -> None:
    """The first node beside the driver's that begins with a chunk never ends it: it is killed."""
    head, victim, killed = cluster.head_node.node_id, tmp_path / "victim", []

    def stay(from_: int) -> None:
        import ray

        node = ray.get_runtime_context().get_node_id()
        if node != head and first(victim):
            victim.write_text(node)
            time.sleep(600)

    def watch(now: int, all_: int) -> None:
        if not killed and victim.exists() and (named := victim.read_text()):
            (node,) = [node for node in cluster.worker_nodes if node.node_id == named]
            killed.append(named)
            cluster.remove_node(node, allow_graceful=False)
            cluster.add_node(**SMALL)

    folder = plan(tmp_path / "s")
    told = on_ray.run(folder, address=cluster.address, progress=watch, task=task(marks, stay))
    assert told["digest"] == wanted
    assert killed and began(marks).total() > len(ALL), "what it was at was made elsewhere"
    expect(folder, wanted)


def test_the_driver_dies_and_the_same_command_resumes(
    ray: Any, wanted: str, tmp_path: Path
) -> None:
    folder = plan(tmp_path / "s")
    with start(folder, "--cpus", "2") as child:
        at_work(folder, child, 3)
        own = below(child.pid)
        child.send_signal(signal.SIGKILL)
    assert any("raylet" in called for called in own.values()), own
    assert 3 <= lp.call("sweep", "status", folder)["whole"] < MEMBERS // CHUNK, "it was at work"
    gone({pid: called for pid, called in own.items() if "Agent" not in called}, 30)
    with start(folder, "--cpus", "2") as child:
        assert f"digest  {wanted}" in child.communicate()[0]
    assert child.returncode == 0
    expect(folder, wanted)
    # Two agents of Ray, which compute nothing, look once a minute whether their node lives.
    gone(own, 150)


def test_the_head_dies_and_the_driver_does_not_wait_for_ever(
    cluster: Any, wanted: str, tmp_path: Path
) -> None:
    folder = plan(tmp_path / "s")
    with start(folder, "--address", cluster.address) as child:
        at_work(folder, child, 3)
        cluster.remove_node(cluster.head_node, allow_graceful=False)
        said = child.communicate(timeout=120)[0]
    assert child.returncode != 0, said
    assert 3 <= lp.call("sweep", "status", folder)["whole"] < MEMBERS // CHUNK, "it was at work"
    assert lp.call("sweep", "resume", folder)["digest"] == wanted
    expect(folder, wanted)


def test_killed_at_random_moments_nothing_is_lost_doubled_or_different(
    cluster: Any, tmp_path: Path
) -> None:
    """Workers, nodes and the driver of the book's command, by SIGKILL, in turn and at random moments."""
    kills, members = int(os.environ.get("LINCHPIN_KILLS", "3")), 3 * MEMBERS
    wanted = lp.call("sweep", "run", plan(tmp_path / "local", members))["digest"]
    dice, done = random.Random(20), Counter[str]()
    for sweep in range(1000):
        folder = plan(tmp_path / str(sweep), members)
        child = start(folder, "--address", cluster.address)
        before = 0
        while child.poll() is None:
            time.sleep(dice.uniform(0.1, 1.5))
            if done.total() >= kills or len(names(folder)) <= before:
                # Nothing to meet, or nothing done since the last kill: a sweep shall end.
                continue
            what = ("worker", "node", "driver")[done.total() % 3]
            if what == "worker":
                working = [
                    pid
                    for node in cluster.list_all_nodes()
                    for pid, called in below(raylet(node)).items()
                    if called.startswith("ray::chunk")
                ]
                if not working:
                    continue
                os.kill(dice.choice(working), signal.SIGKILL)
            elif what == "node":
                node = dice.choice(sorted(cluster.worker_nodes, key=raylet))
                cluster.remove_node(node, allow_graceful=False)
                cluster.add_node(**SMALL)
            elif child.poll() is None:
                child.send_signal(signal.SIGKILL)
                child.wait()
                child = start(folder, "--address", cluster.address)
            done[what] += 1
            before = len(names(folder))
        said = child.communicate()[0]
        assert child.returncode == 0 and f"digest  {wanted}" in said, said
        expect(folder, wanted, members)
        if done.total() >= kills:
            break
    print(f"{dict(done)} killed in {sweep + 1} sweeps")
    assert done.total() == kills
