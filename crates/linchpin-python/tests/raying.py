"""What the tests of sweeps on Ray share: a small sweep, clusters on this machine, tasks that leave marks."""

import os
import secrets
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import linchpin as lp
import linchpin.ray as on_ray
import pytest

MEMBERS, CHUNK = 96, 8
SMALL = {"num_cpus": 1, "object_store_memory": 100_000_000}
#: No secret: clusters of these tests ask for it, and nobody else has it.
TOKEN = secrets.token_hex(32)


def plan(folder: Path, members: int = MEMBERS, chunk: int = CHUNK) -> Path:
    lp.call("sweep", "plan", "micron-ban", "--out", folder, "--members", members, "--chunk", chunk)
    return folder


def names(folder: Path) -> list[str]:
    """What lies among the chunks, hidden files as well."""
    return sorted(entry.name for entry in (folder / "chunks").iterdir())


def expect(folder: Path, digest: str, members: int = MEMBERS) -> None:
    """All of it lies there, once and with nothing beside it; another engine finds nothing to do."""
    wanted = [f"{at:010}-{min(at + CHUNK, members):010}.chunk" for at in range(0, members, CHUNK)]
    assert names(folder) == wanted
    assert lp.call("sweep", "resume", folder)["digest"] == digest
    assert names(folder) == wanted


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sweep that this machine makes without Ray."""
    folder = plan(tmp_path_factory.mktemp("local") / "s")
    lp.call("sweep", "run", folder)
    return folder


@pytest.fixture(scope="module")
def wanted(local: Path) -> str:
    return str(lp.call("sweep", "status", local)["digest"])


@pytest.fixture
def ray(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Iterator[Any]:
    for name, value in {
        "RAY_USAGE_STATS_ENABLED": "0",
        "RAY_AUTH_MODE": "token",
        "RAY_AUTH_TOKEN": TOKEN,
        # A dead node is missed after two seconds, a dead head after five.
        "RAY_health_check_period_ms": "500",
        "RAY_health_check_failure_threshold": "4",
        "RAY_gcs_rpc_server_reconnect_timeout_s": "5",
    }.items():
        monkeypatch.setenv(name, value)
    module = pytest.importorskip("ray", reason="Ray is not installed here")
    # Workers cannot import these files.
    for own in (sys.modules[__name__], request.module):
        module.cloudpickle.register_pickle_by_value(own)
    yield module
    module.shutdown()


@pytest.fixture
def cluster(ray: Any) -> Iterator[Any]:
    """Nodes of one processor each, three of them, and no driver yet."""
    from ray.cluster_utils import Cluster

    found = Cluster(initialize_head=True, head_node_args={**SMALL, "include_dashboard": False})
    for _ in range(2):
        found.add_node(**SMALL)
    found.wait_for_nodes()
    yield found
    ray.shutdown()
    found.shutdown()


@pytest.fixture
def marks(tmp_path: Path) -> Path:
    (tmp_path / "marks").mkdir()
    return tmp_path / "marks"


def task(marks: Path, before: Callable[[int], None] | None = None) -> on_ray.Task:
    """As :func:`linchpin.ray.chunk`, except that it leaves a mark and does something with the first run before."""

    def marked(plan: bytes, from_: int, until: int) -> tuple[bytes, str, str]:
        import ray

        node = ray.get_runtime_context().get_node_id()
        (marks / f"{from_} {node} {os.getpid()} {time.time_ns()}").touch()
        if before is not None:
            before(from_)
        return on_ray.chunk(plan, from_, until)

    return marked


def began(marks: Path) -> Counter[int]:
    """How often workers began with the runs from each on."""
    return Counter(int(mark.name.split()[0]) for mark in marks.iterdir())


def nodes(marks: Path) -> set[str]:
    return {mark.name.split()[1] for mark in marks.iterdir()}


#: The first runs of all chunks. How often each is begun is not said: on a busy machine some are late.
ALL = set(range(0, MEMBERS, CHUNK))


def living() -> dict[int, tuple[int, str]]:
    """Every process of this machine that is no zombie: who began it, and what it is called."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            state = (folder / "stat").read_text().rpartition(")")[2].split()
            called = (folder / "cmdline").read_text().replace("\0", " ").strip()
        except OSError:
            continue
        if state[0] != "Z":
            found[int(folder.name)] = (int(state[1]), called)
    return found


def below(pid: int) -> dict[int, str]:
    """The processes that a process began, and those that they began: what they are called."""
    every, found = living(), {pid}
    while more := {one for one, (of, _) in every.items() if of in found} - found:
        found |= more
    return {one: every[one][1] for one in found - {pid}}


def gone(own: dict[int, str], seconds: float) -> None:
    """Waits until none of these processes lives."""
    until = time.monotonic() + seconds
    while left := [called for pid, called in own.items() if living().get(pid, (0, ""))[1] == called]:
        assert time.monotonic() < until, f"they outlive their driver: {left}"
        time.sleep(0.5)


def raylet(node: Any) -> int:
    (found,) = node.all_processes["raylet"]
    return int(found.process.pid)


def first(mark: Path) -> bool:
    """Whether nobody came here before."""
    try:
        mark.touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def start(folder: Path, *words: str) -> subprocess.Popen[str]:
    """The command of the book."""
    return subprocess.Popen(
        [sys.executable, "-m", "linchpin.ray", str(folder), *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def at_work(folder: Path, child: subprocess.Popen[str], chunks: int) -> None:
    """Waits until so many chunks lie there."""
    # A file that is being written has a hidden name.
    while sum(not name.startswith(".") for name in names(folder)) < chunks:
        assert child.poll() is None, child.communicate()[0]
        time.sleep(0.02)
