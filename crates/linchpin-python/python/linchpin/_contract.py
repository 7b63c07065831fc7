"""The JSON of runs and of the API as types.

Made from the Rust types by `LINCHPIN_BLESS=1 cargo test -p linchpin-results schema`; do not edit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypedDict

if TYPE_CHECKING:
    from typing_extensions import NotRequired

Account = TypedDict(
    "Account",
    {
        "as_of": "str",
        "basis": "str",
        "grade": "str",
        "high": "float",
        "low": "float",
        "note": "str",
        "outlet": "str",
        "quote": "NotRequired[QuoteRef | None]",
        "source": "str",
        "title": "str",
        "url": "str",
        "value": "float",
    },
)
"""One account of a number."""

AssumptionRow = TypedDict(
    "AssumptionRow",
    {
        "high": "float",
        "id": "str",
        "influence": "float | None",
        "low": "float",
        "name": "str",
        "source": "str",
        "text": "NotRequired[AssumptionText | None]",
        "unit": "str",
        "value": "float",
        "why": "str",
    },
)
"""An assumption with its range."""

AssumptionText = TypedDict(
    "AssumptionText",
    {
        "influence": "str | None",
        "value": "str",
    },
)
"""Texts of an assumption."""

Attribution = TypedDict(
    "Attribution",
    {
        "by_government": "list[GovernmentPart]",
        "cell": "str",
        "error": "float",
        "parts": "list[AttributionPart]",
        "scenario": "str",
        "total_points": "float",
    },
)
"""The mean change of one cell, taken apart."""

AttributionPart = TypedDict(
    "AttributionPart",
    {
        "acts": "list[str]",
        "error": "float",
        "government": "str | None",
        "group": "str",
        "lever": "str",
        "points": "float",
        "shocks": "list[int]",
    },
)
"""What one group of shocks adds."""

Band = TypedDict(
    "Band",
    {
        "p05": "list[float]",
        "p25": "list[float]",
        "p50": "list[float]",
        "p75": "list[float]",
        "p95": "list[float]",
    },
)
"""Five quantiles for every week."""

Card = TypedDict(
    "Card",
    {
        "key": "CardKey",
        "languages": "NotRequired[list[CardText]]",
        "lines": "list[Line]",
        "sentence": "str",
        "slots": "Slots",
        "why": "str",
    },
)
"""An answer."""

CardKey = Literal["falls", "rises", "unchanged", "nothing"]
"""What a card says, as a key for languages."""

CardText = TypedDict(
    "CardText",
    {
        "language": "Language",
        "lines": "list[Line]",
        "sentence": "str",
    },
)
"""A card in one language."""

CauseGroup = TypedDict(
    "CauseGroup",
    {
        "acts": "list[str]",
        "cause": "str",
        "government": "str | None",
        "lever": "str",
        "lifted": "bool",
        "shocks": "list[int]",
    },
)
"""A group of shocks that are switched together."""

ChangeText = TypedDict(
    "ChangeText",
    {
        "after": "SpreadText",
        "before": "SpreadText",
        "moved": "str",
    },
)
"""Texts of a value before and after."""

Comparison = TypedDict(
    "Comparison",
    {
        "context": "list[str]",
        "left": "str",
        "pairing": "Pairing",
        "right": "str",
        "rows": "list[Difference]",
        "same_run": "bool",
        "stated": "list[Stated]",
        "tolerance": "float",
        "weekly": "list[WeeklyDifference]",
    },
)
"""A comparison."""

Concentration = TypedDict(
    "Concentration",
    {
        "after": "Spread",
        "before": "Spread",
        "product": "str",
        "scenario": "str",
        "text": "NotRequired[ChangeText | None]",
    },
)
"""Concentration of a product's sellers."""

Curve = TypedDict(
    "Curve",
    {
        "entity": "str",
        "name": "str",
        "points": "list[CurvePoint]",
        "x_label": "str",
        "y_label": "str",
    },
)
"""Loss against severity."""

CurvePoint = TypedDict(
    "CurvePoint",
    {
        "p05": "float",
        "p50": "float",
        "p95": "float",
        "text": "NotRequired[PointText | None]",
        "x": "float",
    },
)
"""A point of a loss curve."""

DateKind = Literal["act", "signal", "hypothetical", "event", "expiry"]
"""What a marked date is."""

DateMark = TypedDict(
    "DateMark",
    {
        "act": "str | None",
        "citation": "str | None",
        "date": "str",
        "kind": "DateKind",
        "label": "str",
        "scenario": "str | None",
    },
)
"""A date worth a mark."""

Decomposition = TypedDict(
    "Decomposition",
    {
        "baseline": "float",
        "firm": "str",
        "name": "str",
        "price": "Spread",
        "product": "str",
        "quantity": "Spread",
        "scenario": "str",
        "text": "NotRequired[DecompositionText | None]",
        "total": "Spread",
        "unit": "str",
    },
)
"""A firm's revenue change, quantity and price apart."""

DecompositionText = TypedDict(
    "DecompositionText",
    {
        "baseline": "str",
        "price": "SpreadText",
        "quantity": "SpreadText",
        "total": "SpreadText",
    },
)
"""Texts of a revenue change."""

Difference = TypedDict(
    "Difference",
    {
        "difference": "float | None",
        "differs": "bool",
        "entity": "str",
        "left": "Spread | None",
        "level": "str",
        "measure": "str",
        "name": "str",
        "paired": "Paired | None",
        "product": "str | None",
        "right": "Spread | None",
        "scenario": "str | None",
        "text": "DifferenceText",
    },
)
"""One total on both sides."""

DifferenceText = TypedDict(
    "DifferenceText",
    {
        "difference": "SpreadText",
        "error": "str",
        "left": "SpreadText",
        "lower": "str",
        "right": "SpreadText",
    },
)
"""Texts of one total on both sides; what a side lacks is a dash."""

Explained = TypedDict(
    "Explained",
    {
        "digest": "str",
        "reasons": "Node",
    },
)
"""Why a number is what it is, and of which run."""

FileMark = TypedDict(
    "FileMark",
    {
        "bytes": "int",
        "sha256": "str",
    },
)
"""A file as it was written."""

FirstWeek = TypedDict(
    "FirstWeek",
    {
        "date": "str",
        "p05": "float",
        "p50": "float",
        "p95": "float",
    },
)
"""The first week with a loss, counted from 1, over the draws that have one."""

GovernmentPart = TypedDict(
    "GovernmentPart",
    {
        "error": "float",
        "government": "str",
        "points": "float",
    },
)
"""What one government adds."""

Head = TypedDict(
    "Head",
    {
        "groups": "NotRequired[list[CauseGroup]]",
        "id": "str",
        "shocks": "list[ShockRow]",
        "summary": "str",
        "title": "str",
    },
)
"""A scenario without its numbers."""

Headline = TypedDict(
    "Headline",
    {
        "card": "NotRequired[Card | None]",
        "cell": "str",
        "scenario": "str",
        "text": "str",
    },
)
"""The answer in one sentence."""

Horizon = Literal["weeks", "short", "medium", "long"]
"""How far away the end of a horizon is: a slow number may not pose as a fast one."""

InputRow = TypedDict(
    "InputRow",
    {
        "accounts": "list[Account]",
        "contested": "bool",
        "high": "float",
        "low": "float",
        "name": "str",
        "quantity": "str",
        "subject": "str",
        "text": "NotRequired[InputText | None]",
        "unit": "str",
        "value": "float",
    },
)
"""An input with its rival accounts."""

InputText = TypedDict(
    "InputText",
    {
        "accounts": "list[str]",
        "used": "str",
    },
)
"""Texts of an input."""

Job = TypedDict(
    "Job",
    {
        "all": "int",
        "done": "int",
        "error": "Refused | None",
        "run": "str | None",
        "state": "Stage",
    },
)
"""A job as a watcher sees it."""

Language = Literal["en", "ko", "zh"]
"""A language in which a card is told."""

Line = TypedDict(
    "Line",
    {
        "kind": "LineKind",
        "label": "str",
        "text": "str",
    },
)
"""One line of a card."""

LineKind = Literal["number", "period", "first", "cause", "rests"]
"""What a line of a card is about."""

Loss = TypedDict(
    "Loss",
    {
        "amount": "Spread",
        "baseline": "float",
        "cause": "str",
        "causes": "list[NamedShare]",
        "cell": "str",
        "change": "Spread",
        "contested": "list[str]",
        "entity": "str",
        "error": "NotRequired[Spread | None]",
        "first_week": "FirstWeek | None",
        "horizon": "Horizon",
        "level": "str",
        "material": "bool",
        "measure": "str",
        "name": "str",
        "probability": "float",
        "product": "str | None",
        "scenario": "str",
        "text": "NotRequired[LossText | None]",
        "unit": "str",
    },
)
"""Who loses what, over the whole horizon."""

LossText = TypedDict(
    "LossText",
    {
        "amount": "SpreadText",
        "baseline": "str",
        "causes": "list[str]",
        "change": "SpreadText",
        "error": "str",
        "first_week": "SpreadText | None",
        "probability": "str",
    },
)
"""Texts of a row of losses."""

MemberSpan = TypedDict(
    "MemberSpan",
    {
        "from": "int",
        "until": "int",
    },
)
"""A half-open span of members."""

NamedShare = TypedDict(
    "NamedShare",
    {
        "name": "str",
        "share": "float",
    },
)
"""A part of a whole with a name."""

Node = TypedDict(
    "Node",
    {
        "because": "list[Node]",
        "kind": "Reason",
        "quote": "NotRequired[QuoteRef | None]",
        "text": "str",
    },
)
"""A node of an explanation."""

Observed = TypedDict(
    "Observed",
    {
        "columns": "list[str]",
        "rows": "list[list[str]]",
        "source": "str",
        "title": "str",
    },
)
"""A table of facts shown beside the model."""

Paired = TypedDict(
    "Paired",
    {
        "draws": "int",
        "error": "tuple[float, float, float] | None",
        "higher": "float",
        "lower": "float",
        "mean": "float",
        "p05": "float",
        "p25": "float",
        "p50": "float",
        "p75": "float",
        "p95": "float",
    },
)
"""The difference right minus left over draws that both sides share."""

Pairing = TypedDict(
    "Pairing",
    {
        "left_draws": "int",
        "right_draws": "int",
        "shared": "bool",
        "text": "str",
    },
)
"""Whether the draws of two sides are the same, so that they can be subtracted one by one."""

PointText = TypedDict(
    "PointText",
    {
        "x": "str",
        "y": "SpreadText",
    },
)
"""Texts of a point of a loss curve."""

PolicyRef = TypedDict(
    "PolicyRef",
    {
        "acts": "int",
        "digest": "str",
    },
)
"""Which acts a run used."""

QuoteRef = TypedDict(
    "QuoteRef",
    {
        "document": "str",
        "end": "int",
        "sha256": "str",
        "start": "int",
    },
)
"""Words in a document, by place and digest; never the words."""

Reason = Literal["number", "cause", "shock", "decision", "act", "assumption", "input", "account", "quote", "note"]
"""Kinds of reasons."""

Record = TypedDict(
    "Record",
    {
        "files": "NotRequired[dict[str, FileMark]]",
        "headline": "str | None",
        "heads": "list[Head]",
        "members": "MemberSpan",
        "names": "dict[str, str]",
        "related": "dict[str, list[str]]",
        "report": "Report",
        "schema": "str",
        "seal": "NotRequired[str | None]",
        "shard": "bool",
        "tables": "dict[str, str]",
        "vocabulary": "NotRequired[list[VariableForm]]",
    },
)
"""The content of `run.json`: all of a run but its tables."""

Refused = TypedDict(
    "Refused",
    {
        "code": "str",
        "help": "NotRequired[str | None]",
        "message": "str",
    },
)
"""Why a request was not answered."""

Report = TypedDict(
    "Report",
    {
        "assumptions": "list[AssumptionRow]",
        "attribution": "NotRequired[list[Attribution]]",
        "concentration": "list[Concentration]",
        "curve": "list[Curve]",
        "dates": "list[DateMark]",
        "decomposition": "list[Decomposition]",
        "headline": "Headline",
        "inputs": "list[InputRow]",
        "losses": "list[Loss]",
        "not_modelled": "list[str]",
        "observed": "list[Observed]",
        "run": "Run",
        "scenarios": "list[Scenario]",
        "schema": "str",
        "series": "list[Series]",
        "shares": "list[ShareRow]",
        "spillover": "NotRequired[Spillover | None]",
        "study": "Study",
        "waterfall": "list[Waterfall]",
        "weeks": "list[str]",
    },
)
"""The whole report."""

Run = TypedDict(
    "Run",
    {
        "citation": "str",
        "design": "str",
        "digest": "str",
        "engine": "str",
        "from": "str",
        "known": "str",
        "members": "int",
        "policy": "PolicyRef",
        "reproduce": "str",
        "seed": "int",
        "until": "str",
        "version": "str",
        "world": "WorldRef",
    },
)
"""How it was computed: enough to compute it again."""

RunRow = TypedDict(
    "RunRow",
    {
        "headline": "Headline",
        "id": "str",
        "run": "Run",
        "scenarios": "list[Scenario]",
        "study": "Study",
    },
)
"""A line of the list of runs."""

Scenario = TypedDict(
    "Scenario",
    {
        "answer": "str",
        "card": "NotRequired[Card | None]",
        "id": "str",
        "summary": "str",
        "title": "str",
    },
)
"""One scenario and its generated answer."""

Series = TypedDict(
    "Series",
    {
        "baseline": "Band",
        "change": "Band | None",
        "entity": "str",
        "label": "str",
        "level": "str",
        "name": "str",
        "product": "str | None",
        "scenario": "str",
        "text": "NotRequired[SeriesText | None]",
        "unit": "str",
        "value": "Band",
        "variable": "str",
    },
)
"""One series with its bands."""

SeriesText = TypedDict(
    "SeriesText",
    {
        "baseline": "list[str]",
        "change": "list[str]",
        "last": "list[str]",
        "value": "list[str]",
    },
)
"""Texts of a series, week by week."""

ShareRow = TypedDict(
    "ShareRow",
    {
        "after": "Spread",
        "before": "Spread",
        "firm": "str",
        "name": "str",
        "product": "str",
        "scenario": "str",
        "text": "NotRequired[ChangeText | None]",
    },
)
"""A firm's share of a product."""

ShockRow = TypedDict(
    "ShockRow",
    {
        "act": "str",
        "assumption": "str",
        "because": "str",
        "citation": "str",
        "effect": "str",
        "from": "str",
        "id": "int",
        "target": "str",
        "until": "str | None",
    },
)
"""One shock as it entered the engine, with its reasons."""

Shortage = TypedDict(
    "Shortage",
    {
        "region": "str",
        "scenario": "str",
        "share": "Spread",
    },
)
"""Memory that did not reach a region."""

Slots = TypedDict(
    "Slots",
    {
        "cause": "NamedShare | None",
        "change": "Spread | None",
        "contested": "int",
        "draws": "int",
        "error": "Spread | None",
        "first_week": "FirstWeek | None",
        "from": "str",
        "horizon": "Horizon",
        "measure": "str",
        "product": "str | None",
        "size": "str",
        "until": "str",
        "weeks": "int",
        "what": "str",
        "who": "str",
    },
)
"""Typed parts of a card: all that is needed to say it again in another language."""

Spillover = TypedDict(
    "Spillover",
    {
        "attribution": "str",
        "days": "int",
        "from": "str",
        "imputed": "float",
        "members": "int",
        "notes": "list[str]",
        "parameters": "list[SpilloverParameter]",
        "rows": "list[SpilloverRow]",
        "shortages": "list[Shortage]",
        "table": "str",
        "unit": "str",
        "until": "str",
        "year": "int",
    },
)
"""The account of a run."""

SpilloverParameter = TypedDict(
    "SpilloverParameter",
    {
        "high": "float",
        "id": "str",
        "low": "float",
        "name": "str",
        "source": "str",
        "unit": "str",
        "value": "float",
        "why": "str",
    },
)
"""An uncertain parameter."""

SpilloverRow = TypedDict(
    "SpilloverRow",
    {
        "cause": "str",
        "cell": "str",
        "industry": "str | None",
        "name": "str",
        "output": "Spread",
        "region": "str | None",
        "scenario": "str",
        "share": "Spread",
        "text": "NotRequired[SpilloverText | None]",
        "value_added": "Spread",
    },
)
"""Who loses what."""

SpilloverText = TypedDict(
    "SpilloverText",
    {
        "output": "SpreadText",
        "share": "SpreadText",
        "value_added": "SpreadText",
    },
)
"""Texts of a row of the industries that use memory, in billions."""

Spread = TypedDict(
    "Spread",
    {
        "p05": "float",
        "p50": "float",
        "p95": "float",
    },
)
"""Median with its 90 % range."""

SpreadText = TypedDict(
    "SpreadText",
    {
        "middle": "str",
        "range": "str",
    },
)
"""A median and its range as text; the range is empty where too few draws tell none."""

Stage = Literal["waiting", "running", "done", "failed", "cancelled"]
"""How far a job is."""

Stated = TypedDict(
    "Stated",
    {
        "act": "str",
        "field": "str",
        "kind": "str",
        "left": "str",
        "name": "str",
        "right": "str",
        "scenario": "str | None",
    },
)
"""One thing that two studies state differently, in full names."""

Step = TypedDict(
    "Step",
    {
        "name": "str",
        "value": "float",
    },
)
"""One step of a waterfall."""

Study = TypedDict(
    "Study",
    {
        "id": "str",
        "question": "str",
        "title": "str",
    },
)
"""What was asked."""

VariableForm = TypedDict(
    "VariableForm",
    {
        "better": "str",
        "label": "str",
        "name": "str",
        "nature": "str",
        "summed": "list[str]",
        "unit": "str",
    },
)
"""The shape of a declared word, for the schema: the type itself stands in the engine."""

Waterfall = TypedDict(
    "Waterfall",
    {
        "entity": "str",
        "name": "str",
        "scenario": "str",
        "steps": "list[Step]",
        "text": "NotRequired[WaterfallText | None]",
        "unit": "str",
    },
)
"""Loss by cause in the median member."""

WaterfallText = TypedDict(
    "WaterfallText",
    {
        "running": "list[str]",
        "steps": "list[str]",
        "sum": "str",
    },
)
"""Texts of a waterfall."""

WeeklyDifference = TypedDict(
    "WeeklyDifference",
    {
        "band": "Band",
        "cell": "str",
        "entity": "str",
        "higher": "list[float]",
        "last": "str",
        "lower": "list[float]",
        "name": "str",
        "product": "str | None",
        "variable": "str",
        "weeks": "list[str]",
    },
)
"""The weekly difference of one series, right minus left, over shared draws."""

WorldRef = TypedDict(
    "WorldRef",
    {
        "digest": "str",
        "name": "str",
    },
)
"""Which world a run used."""
