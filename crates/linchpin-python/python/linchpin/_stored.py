"""Runs that are kept: those below a folder, and those that this process made."""

from __future__ import annotations

import datetime
import os
import weakref
from pathlib import Path as Folder
from typing import TYPE_CHECKING, Any

from linchpin._call import Path, asked, options
from linchpin._errors import Refused, nearest

if TYPE_CHECKING:
    from linchpin._run import Run

#: Runs that this process made or kept, oldest first, as long as somebody holds them.
KEPT: weakref.WeakKeyDictionary[Run, None] = weakref.WeakKeyDictionary()
#: The folder below which runs are stored when none is named.
STORE = "runs"


def runs(study: str | None = None, *, runs: Path | None = None) -> list[dict[str, Any]]:
    """The stored runs, of one study where it is named, newest first; ``runs`` is their folder, ``runs`` when not given.

    Each is a dict of id, study, scenarios, draws, day, headline and folder; of a run that cannot be read the headline
    says why. Without a folder the runs of this process are among them, also those of temporary folders.
    ``lp.Run.open(id)`` opens one.
    """
    store = Folder(STORE if runs is None else runs)
    rows: list[dict[str, Any]] = []
    for told in asked("runs", *options(runs=store))["runs"]:
        row = {"id": told["run"], "study": None, "scenarios": [], "draws": 0, "headline": told.get("error")}
        if told["whole"]:
            span = told["draws"]
            row |= {"study": told["study"]["id"], "scenarios": told["scenarios"]}
            row |= {"draws": span["until"] - span["from"], "headline": told["headline"]["text"]}
        rows.append(row | {"folder": os.fspath(store / told["run"])})
    there = {os.path.realpath(row["folder"]) for row in rows}
    for run in list(KEPT) if runs is None else []:
        if os.path.isdir(run.folder) and os.path.realpath(run.folder) not in there:
            rows.append({
                "id": run.folder.name, "study": run.study, "scenarios": run.scenarios,
                "draws": run._drawn, "headline": run.headline, "folder": os.fspath(run.folder),
            })
    rows = [row for row in rows if study is None or row["study"] == study]
    made = {row["folder"]: _made(row["folder"]) for row in rows}
    rows.sort(key=lambda row: made[row["folder"]], reverse=True)
    return [
        {name: row[name] for name in ("id", "study", "scenarios", "draws")}
        | {"day": datetime.date.fromtimestamp(made[row["folder"]]).isoformat()}
        | {name: row[name] for name in ("headline", "folder")}
        for row in rows
    ]


def found(name: str, folder: Path | None = None) -> Run | str:
    """A run of this process, or the folder of a stored one, by its id, the start of its digest, or ``last``.

    Raises:
        Refused: when there is none, with the nearest id.
    """
    if folder is None:
        linked = os.path.lexists(os.path.join(STORE, "last"))
        for run in reversed(list(KEPT)):
            named = run.folder.name == name or (len(name) >= 4 and run.digest.startswith(name))
            if os.path.isdir(run.folder) and (named or (name == "last" and not linked)):
                return run
    store = STORE if folder is None else folder
    try:
        return str(asked("cite", name, *options(runs=store))["run"])
    except Refused as error:
        raise _none(name, store, folder is None, str(error)) from None


def _none(name: str, store: Path, own: bool, told: str) -> Refused:
    """What to say where a run is not there: the nearest that is, or how one comes to be."""
    where = "" if own else f", runs={os.fspath(store)!r}"
    known = [str(row["id"]) for row in runs(runs=None if own else store)]
    if not known:
        line = f'lp.Study("micron-ban").run("ban", runs={os.fspath(store)!r})'
        return Refused(f"there is no run `{name}`: nothing is stored in {os.fspath(store)} yet; {line} stores a run")
    if not told.startswith("there is no run"):
        return Refused(told)
    near = nearest(name, ["last", *known]) or next((one for one in known if one.startswith(name)), "last")
    listed = "lp.runs()" if own else f"lp.runs(runs={os.fspath(store)!r})"
    return Refused(f'there is no run `{name}`; try: lp.Run.open("{near}"{where}); {listed} lists all')


def _made(folder: str) -> float:
    """When a run was written."""
    try:
        return os.path.getmtime(os.path.join(folder, "run.json"))
    except OSError:
        return 0.0
