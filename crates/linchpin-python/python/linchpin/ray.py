"""Sweeps on a cluster of Ray: ``pip install "linchpin[ray]"``.

    linchpin sweep plan micron-ban --out sweep --members 100000
    python -m linchpin.ray sweep                      # this machine
    RAY_AUTH_MODE=token python -m linchpin.ray sweep --address HEAD:6379

The driver is that of ``linchpin sweep run``: here it only speaks to Ray. A task is one fixed function of bytes
and two whole numbers; its rows come back as bytes, are checked and lie in the sweep's folder, so that a sweep
begun on a laptop goes on in a cluster, and the other way round, with one digest. A worker, a node or this driver
may die at any moment: what is lost is handed out again, and the same command resumes.

Whoever can reach a Ray cluster can run any code on it. Off this machine it is therefore used with tokens only;
a cluster that is started here asks for a token as well, since Ray listens on every interface; the dashboard stays
off.
"""

from __future__ import annotations

import argparse
import ipaddress
import json
import os
import re
import sys
import time
from collections.abc import Callable
from typing import Any

from linchpin import _linchpin
from linchpin._call import Path, Watch
from linchpin._errors import LinchpinError, UsageError, raise_for

#: Where Ray reads whether a cluster asks for tokens.
MODE = "RAY_AUTH_MODE"
#: Tasks that wait or run, for each processor of the cluster.
WINDOW = 4
#: Seconds between two looks at who is alive.
LOOK = 1.0
#: Bytes for each processor of a cluster on this machine in which rows lie until the driver takes them.
STORE = 50_000_000
#: How a probe begins that says why a worker can make no rows at all, as the driver knows it.
UNFIT = "unfit: "

Task = Callable[[bytes, int, int], tuple[bytes, str, str]]


def chunk(plan: bytes, from_: int, until: int) -> tuple[bytes, str, str]:
    """The rows of some runs of a plan, sealed; the worker's probe; the worker's name."""
    import socket

    rows, probe = _linchpin.sweep_rows(plan, from_, until)
    return rows, probe, f"{socket.gethostname()}, process {os.getpid()}"


def run(
    folder: Path,
    *,
    address: str | None = None,
    cpus: int | None = None,
    patience: int = 60,
    max_memory: int | None = None,
    progress: Watch | None = None,
    task: Task = chunk,
) -> dict[str, Any]:
    """Makes the missing chunks of a sweep on Ray and says how the sweep stands, as ``linchpin sweep status``.

    Without ``address`` a cluster of ``cpus`` processors is started on this machine and ended again, whatever
    ``RAY_ADDRESS`` says; with it, an existing one is joined. ``patience`` and ``max_memory`` limit runs that are computed aside because they
    ended their worker three times. ``task`` is what a worker does: tests put their own in its place.

    Raises:
        UsageError: without Ray, or off this machine without tokens. TryAgain: when the disk is full, nobody
            works, or somebody else writes to the folder. Refused: when workers are of another build, or cannot
            do a task at all. ModelError: when different rows for the same runs came.
    """
    allowed(address)
    ray = _ray()
    ours = not ray.is_initialized()
    mode = os.environ.get(MODE)
    try:
        if ours:
            _start(ray, address, cpus)
        driver = _linchpin.SweepDriver(os.fspath(folder), patience, max_memory)
        try:
            _drive(ray, driver, task, progress)
        finally:
            driver.close()
    except RuntimeError as error:
        if len(error.args) != 2:
            raise
        message, code = error.args
        raise_for(code, {"error": message}, message)
        raise
    finally:
        if ours:
            ray.shutdown()
            _restore(mode)
    code, data, talk = _linchpin.answer(["linchpin", "sweep", "status", os.fspath(folder), "--json"])
    told: dict[str, Any] = json.loads(data) if data else {}
    # A sweep with failed runs is whole all the same: they are named in it.
    if code != 4 or "failed" not in told:
        raise_for(code, told, talk)
    return told


def allowed(address: str | None) -> None:
    """Refuses an address off this machine without tokens."""
    if address is None or os.environ.get(MODE) == "token":
        return
    host = address.removeprefix("ray://").rsplit(":", 1)[0].strip("[]")
    try:
        here = ipaddress.ip_address(host).is_loopback
    except ValueError:
        here = host == "localhost"
    if not here:
        raise UsageError(
            f"{address} may be off this machine, and whoever reaches a Ray cluster can run any code on it: "
            "start every node with RAY_AUTH_MODE=token, and set it here as well"
        )


def _ray() -> Any:
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    try:
        import ray
    except ImportError as error:
        raise UsageError('Ray is not installed here: pip install "linchpin[ray]"') from error
    return ray


def _start(ray: Any, address: str | None, cpus: int | None) -> None:
    quiet = {"log_to_driver": False, "logging_level": "ERROR"}
    if address is not None:
        ray.init(address=address, **quiet)
        return
    # Left to itself, Ray guards a cluster that it starts with tokens, and never one that was told not to.
    os.environ.pop(MODE, None)
    processors = cpus or os.cpu_count() or 1
    ray.init(
        address="local",
        num_cpus=cpus,
        include_dashboard=False,
        object_store_memory=max(2, processors) * STORE,
        **quiet,
    )


def _restore(mode: str | None) -> None:
    """Ray turns tokens on for this whole process: that says nothing about the next cluster it joins."""
    if mode is None:
        os.environ.pop(MODE, None)
    else:
        os.environ[MODE] = mode


def _drive(ray: Any, driver: _linchpin.SweepDriver, task: Task, progress: Watch | None) -> None:
    # The driver hands out again itself, and compares: Ray's own retries would hide losses from it.
    remote = ray.remote(num_cpus=1, max_retries=0, scheduling_strategy="SPREAD")(task)
    plan = ray.put(driver.plan)
    out: dict[Any, tuple[int, int]] = {}
    looked, alive, window = -LOOK, 0, 1
    while True:
        if time.monotonic() - looked >= LOOK:
            looked = time.monotonic()
            nodes = [node for node in ray.nodes() if node["Alive"]]
            processors = sum(int(node["Resources"].get("CPU", 0)) for node in nodes)
            alive, window = processors, max(1, WINDOW * processors)
        if progress is not None:
            progress(*driver.progress)
        word, from_, until, seconds = driver.order(max(0, window - len(out)) if alive else 0, alive)
        if word == "send":
            out[remote.remote(plan, from_, until)] = (from_, until)
        elif word == "aside":
            _forget(ray, out, from_, until)
            driver.aside((from_, until), [sys.executable, "-m", "linchpin"])
            # It took its time: what came meanwhile is not late.
            _hear_all(ray, driver, out)
        elif word == "whole":
            for ref in out:
                ray.cancel(ref, force=True)
            return
        else:
            if out:
                ray.wait(list(out), timeout=min(seconds, LOOK))
            else:
                time.sleep(min(seconds, LOOK))
            _hear_all(ray, driver, out)


def _hear_all(ray: Any, driver: _linchpin.SweepDriver, out: dict[Any, tuple[int, int]]) -> None:
    """Hears every task that has ended."""
    if out:
        ready, _ = ray.wait(list(out), num_returns=len(out), timeout=0)
        for ref in ready:
            _hear(ray, driver, ref, out)


def _hear(ray: Any, driver: _linchpin.SweepDriver, ref: Any, out: dict[Any, tuple[int, int]]) -> None:
    """One task has ended: with rows, with its worker, or with an error of its own."""
    span = out.pop(ref)
    try:
        rows, probe, worker = ray.get(ref)
    except ray.exceptions.RayTaskError as error:
        if isinstance(error.cause, (ray.exceptions.RayError, MemoryError)):
            driver.lost(*span)
            return
        # No run ends a task so: this worker cannot do the work at all, such as one without this package.
        said = str(error).strip()
        place = re.search(r"\(pid=(\d+), ip=([^,)]+)", said)
        worker = f"{place[2]}, process {place[1]}" if place else "somewhere"
        driver.rows(span, worker, UNFIT + said.splitlines()[-1].strip(), b"")
    except ray.exceptions.RayError:
        driver.lost(*span)
    else:
        driver.rows(span, worker, probe, rows)


def _forget(ray: Any, out: dict[Any, tuple[int, int]], from_: int, until: int) -> None:
    """Ends tasks for runs that are computed aside now: one that never ends would keep its worker for ever."""
    for ref, span in list(out.items()):
        if span[0] < until and from_ < span[1]:
            ray.cancel(ref, force=True)
            del out[ref]


def _line(done: int, all_: int) -> None:
    print(f"\r{done} of {all_} runs", end="", file=sys.stderr, flush=True)


def main() -> int:
    """``python -m linchpin.ray DIR``."""
    parser = argparse.ArgumentParser(prog="python -m linchpin.ray", description="Makes a sweep's chunks on Ray.")
    parser.add_argument("folder", metavar="DIR", help="folder of the sweep, as `linchpin sweep plan` made it")
    parser.add_argument("--address", metavar="HOST:PORT", help="an existing cluster; one on this machine by default")
    parser.add_argument("--cpus", type=int, metavar="N", help="processors of a cluster on this machine")
    parser.add_argument("--patience", type=int, default=60, metavar="SECONDS", help="for a run computed aside")
    given = parser.parse_args()
    watch = _line if sys.stderr.isatty() else None
    try:
        told = run(
            given.folder, address=given.address, cpus=given.cpus, patience=given.patience, progress=watch
        )
    except KeyboardInterrupt:
        print("stopped: what is done is kept; the same command resumes", file=sys.stderr)
        return 75
    except LinchpinError as error:
        print(f"error: {error}", file=sys.stderr)
        return error.code
    for one in told["failed"]:
        print(f"failed  run {one['run']}: {one['why']}")
    print(f"chunks  {told['whole']} of {told['chunks']} whole")
    print(f"digest  {told['digest']}")
    return 4 if told["failed"] else 0


if __name__ == "__main__":
    sys.exit(main())
