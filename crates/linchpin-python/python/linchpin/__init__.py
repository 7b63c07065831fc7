"""Linchpin: an executable model of the memory-chip supply chain between Korea, China and the US.

    >>> import linchpin as lp
    >>> run = lp.Study("yearly-approvals").run("no-licence", members=16)
    >>> run.study
    'yearly-approvals'
    >>> spares = dict(item="tool:etch", origin="USA", from_="USA", purpose="spares")
    >>> lp.ask(**spares, site="site:samsung-xian", on="2025-12-30").verdict
    'authorised'

Every object here asks the compiled engine through :func:`call`, the command line in this process, so that
Python, the shell and the page give the same numbers. Tables are Arrow streams: pandas, Polars, PyArrow and
DuckDB read them directly.
"""

from typing import TYPE_CHECKING

from linchpin._call import call, cite, check
from linchpin._compare import Comparison, compare
from linchpin._errors import (
    Damaged,
    Finding,
    InputError,
    LinchpinError,
    ModelError,
    NoSuchName,
    NotWritten,
    Refused,
    TryAgain,
    UsageError,
)
from linchpin._evidence import Evidence
from linchpin._linchpin import __version__
from linchpin._market import cycle, decide
from linchpin._network import IoTable, ario, esri, statics
from linchpin._policy import Decision, act, acts, ask, ask_many, policy_calendar, policy_diff, timeline
from linchpin._reason import Reason
from linchpin._run import Run
from linchpin._stored import runs
from linchpin._study import Study, studies, sweep
from linchpin._tables import Draws, Table
from linchpin._world import World

__all__ = [
    "Comparison",
    "Damaged",
    "Decision",
    "Draws",
    "Evidence",
    "Finding",
    "InputError",
    "IoTable",
    "LinchpinError",
    "ModelError",
    "NoSuchName",
    "NotWritten",
    "Reason",
    "Refused",
    "Run",
    "Study",
    "Table",
    "TryAgain",
    "UsageError",
    "World",
    "__version__",
    "act",
    "acts",
    "ario",
    "ask",
    "ask_many",
    "call",
    "check",
    "cite",
    "compare",
    "cycle",
    "decide",
    "esri",
    "policy_calendar",
    "policy_diff",
    "runs",
    "statics",
    "studies",
    "sweep",
    "timeline",
]

# Hidden from type checkers, which must go on refusing names that are not there.
if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """First guesses: the right word for a name that is not here."""
        from linchpin._guess import PACKAGE, no_such

        raise no_such("linchpin", name, PACKAGE, __all__, variable="lp")
