"""The JSON of runs and of the API as types.

Made from the Rust types by `LINCHPIN_BLESS=1 cargo test -p linchpin-web --lib schema`; do not edit.
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

ActRow = TypedDict(
    "ActRow",
    {
        "cite": "str",
        "grade": "Grade",
        "id": "str",
        "issuer": "str",
        "kind": "str",
        "note": "str",
        "order": "str",
        "published": "str",
        "title": "str",
        "url": "str",
    },
)
"""An act in one line."""

AddedDocument = TypedDict(
    "AddedDocument",
    {
        "id": "str",
        "new": "bool",
    },
)
"""A document that was put into the store."""

ArticlePart = Literal["headline", "standfirst", "heading", "paragraph", "caption", "duplicate", "furniture", "blank"]
"""What part of the article, or of the furniture, a line is."""

Asked = TypedDict(
    "Asked",
    {
        "decision": "PolicyDecision",
        "why": "PolicyTrace",
    },
)
"""A question to the law with its answer and the reasons."""

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

Begun = TypedDict(
    "Begun",
    {
        "info": "StudyInfo",
        "job": "str | None",
        "picture": "Picture | None",
        "run": "RunRow | None",
    },
)
"""A study and what is known of its answer."""

CalendarEvent = TypedDict(
    "CalendarEvent",
    {
        "act": "str",
        "cite": "str",
        "effect": "str",
        "hits": "list[str]",
        "on": "str",
        "order": "str",
        "rule": "str",
        "says": "str",
        "scheduled": "bool",
        "turn": "CalendarTurn",
    },
)
"""One change of one rule."""

CalendarTurn = Literal["begins", "rewritten", "due", "suspended", "revives", "ends", "settled"]
"""What happens to a rule on a day."""

CapacityRow = TypedDict(
    "CapacityRow",
    {
        "baseline": "list[Spread]",
        "change": "list[Spread]",
        "entity": "str",
        "name": "str",
        "product": "str",
        "text": "NotRequired[CapacityText | None]",
        "value": "list[Spread]",
    },
)
"""One site's capacity for one product."""

CapacityTable = TypedDict(
    "CapacityTable",
    {
        "countries": "NotRequired[list[CountryRow]]",
        "rows": "list[CapacityRow]",
        "scenario": "str",
        "years": "list[str]",
    },
)
"""The sites whose capacity one scenario moves."""

CapacityText = TypedDict(
    "CapacityText",
    {
        "baseline": "list[str]",
        "change": "list[SpreadText]",
        "value": "list[str]",
    },
)
"""Texts of a site's capacity, one for each year."""

Card = TypedDict(
    "Card",
    {
        "key": "CardKey",
        "languages": "NotRequired[list[CardText]]",
        "lines": "list[Line]",
        "sentence": "str",
        "short": "NotRequired[Short | None]",
        "slots": "Slots",
        "why": "str",
    },
)
"""An answer."""

CardKey = Literal["falls", "rises", "unchanged", "between", "nothing", "cant-say", "capacity"]
"""What a card says, as a key for languages."""

CardText = TypedDict(
    "CardText",
    {
        "language": "Language",
        "lines": "list[Line]",
        "sentence": "str",
        "short": "NotRequired[Short | None]",
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

Checked = TypedDict(
    "Checked",
    {
        "findings": "list[Finding]",
        "more": "NotRequired[dict[str, int]]",
    },
)
"""What is wrong with a draft."""

ClaimHop = TypedDict(
    "ClaimHop",
    {
        "cue": "Span | None",
        "entity": "str | None",
        "named": "bool",
        "speaker": "str",
    },
)
"""One hop of the chain from the outlet to whoever said it first."""

Comparator = Literal["exact", "about", "nearly", "more-than", "at-least", "less-than", "at-most"]
"""How the text bounds the value."""

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

CountryRow = TypedDict(
    "CountryRow",
    {
        "change": "list[Spread]",
        "country": "str",
        "name": "str",
    },
)
"""The capacity of all sites in a country."""

CueKind = Literal["says", "predicts", "opines", "asks", "orders", "denies", "praises"]
"""What a reporting verb reports."""

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

DayRow = TypedDict(
    "DayRow",
    {
        "about": "str",
        "day": "str",
        "ends": "bool",
        "high": "str",
        "low": "str",
    },
)
"""A day of a scenario that may be moved by hand."""

DayRows = TypedDict(
    "DayRows",
    {
        "days": "list[DayRow]",
    },
)
"""The days of a scenario that may be moved by hand."""

Days = TypedDict(
    "Days",
    {
        "from": "str",
        "until": "str | None",
    },
)
"""A half-open span of days `[from, until)`; `until: None` is written `open` in files."""

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

Dependence = TypedDict(
    "Dependence",
    {
        "basis": "str",
        "copies": "bool",
        "one": "str",
        "score": "float",
        "two": "str",
    },
)
"""How much two documents depend on each other."""

Difference = TypedDict(
    "Difference",
    {
        "by_price": "NotRequired[bool]",
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

Divergence = TypedDict(
    "Divergence",
    {
        "id": "str",
        "kind": "DivergenceKind",
        "note": "str",
        "sides": "list[DivergenceSide]",
        "slot": "str",
        "status": "DivergenceStatus",
    },
)
"""One disagreement."""

DivergenceKind = Literal["omission", "role-reversal", "modality", "speaker", "number", "unit", "date", "name", "agent", "title", "term", "quotation", "negation", "scope", "place"]
"""What kind of disagreement it is."""

DivergenceList = TypedDict(
    "DivergenceList",
    {
        "compared": "NotRequired[int | None]",
        "dependence": "list[Dependence]",
        "divergences": "list[Divergence]",
        "documents": "list[DocumentCard]",
        "events": "NotRequired[list[EventRows] | None]",
        "unread": "NotRequired[list[Unread] | None]",
    },
)
"""Where documents disagree."""

DivergenceSide = TypedDict(
    "DivergenceSide",
    {
        "document": "str",
        "says": "str",
        "span": "Span",
    },
)
"""What one document has in the slot."""

DivergenceStatus = Literal["open", "explained", "not-one"]
"""How things stand."""

DocumentCard = TypedDict(
    "DocumentCard",
    {
        "author": "str | None",
        "file": "str",
        "id": "str",
        "label": "str",
        "meta": "DocumentMeta",
        "outlet": "str | None",
        "published": "str | None",
        "title": "str | None",
        "url": "str | None",
    },
)
"""A document in a list."""

DocumentLayers = TypedDict(
    "DocumentLayers",
    {
        "body": "str",
        "claims": "list[LayerClaim]",
        "document": "LayeredDocument",
        "format": "str",
        "lines": "list[LayerLine]",
        "mentions": "list[LayerMention]",
        "numbers": "list[LayerNumber]",
        "quotations": "list[LayerQuotation]",
        "reviews": "NotRequired[list[ReviewDecision] | None]",
        "sentences": "list[LayerSentence]",
        "text": "str",
        "times": "list[LayerTime]",
    },
)
"""One document in every layer."""

DocumentList = TypedDict(
    "DocumentList",
    {
        "documents": "list[DocumentCard]",
    },
)
"""The documents of the store."""

DocumentMeta = TypedDict(
    "DocumentMeta",
    {
        "author": "Knownstring | None",
        "file": "str",
        "lang": "Knownstring | None",
        "outlet": "Knownstring | None",
        "published": "KnownText | None",
        "title": "Knownstring | None",
        "url": "Knownstring | None",
    },
)
"""What is known about a document. An absent publication date means unknown, and is shown so."""

Estimate = TypedDict(
    "Estimate",
    {
        "contested": "bool",
        "high": "float",
        "low": "float",
        "text": "str",
        "unit": "str",
        "value": "float",
    },
)
"""The numbers of an estimate, for output."""

EventRows = TypedDict(
    "EventRows",
    {
        "documents": "list[str]",
        "headline": "str",
        "id": "str",
        "matters": "list[Matter]",
    },
)
"""The rows of one event."""

Explained = TypedDict(
    "Explained",
    {
        "digest": "str",
        "reasons": "Node",
    },
)
"""Why a number is what it is, and of which run."""

FactTable = TypedDict(
    "FactTable",
    {
        "columns": "list[str]",
        "digest": "str",
        "names": "dict[str, str]",
        "rows": "list[list[str]]",
        "texts": "list[str]",
    },
)
"""Every fact of the world as rows of text."""

FileMark = TypedDict(
    "FileMark",
    {
        "bytes": "int",
        "sha256": "str",
    },
)
"""A file as it was written."""

Finding = TypedDict(
    "Finding",
    {
        "code": "str",
        "column": "int",
        "expected": "str",
        "file": "str",
        "help": "str",
        "line": "int",
        "message": "str",
        "nearest": "str | None",
        "severity": "str",
    },
)
"""A finding as programs read it."""

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

Flow = TypedDict(
    "Flow",
    {
        "amount": "Estimate",
        "from": "str",
        "from_name": "str",
        "stage": "FlowStage",
        "to": "str",
        "to_name": "str",
        "what": "str",
        "what_name": "str",
    },
)
"""A flow with its range."""

FlowStage = Literal["input", "line", "demand"]
"""Where in the chain a flow runs."""

Format = Literal["plain", "html"]
"""Plain text or a page."""

Found = TypedDict(
    "Found",
    {
        "hits": "list[Hit]",
    },
)
"""What a search found."""

GovernmentPart = TypedDict(
    "GovernmentPart",
    {
        "error": "float",
        "government": "str",
        "points": "float",
    },
)
"""What one government adds."""

GovernmentRow = TypedDict(
    "GovernmentRow",
    {
        "by": "list[Points | None]",
        "cell": "str",
        "name": "str",
        "other": "Points | None",
        "total": "Points",
        "what": "str",
    },
)
"""What each government adds to one loss."""

GovernmentTable = TypedDict(
    "GovernmentTable",
    {
        "governments": "list[str]",
        "leading": "NotRequired[list[int]]",
        "note": "str",
        "rows": "list[GovernmentRow]",
        "scenario": "str",
    },
)
"""What each government adds to the losses of one scenario."""

Grade = Literal["official-text", "official-statement", "company-statement", "named-witness", "analyst", "press", "unnamed-source", "computed", "memory", "assumption"]
"""How strong the evidence is, strongest first."""

Hangs = TypedDict(
    "Hangs",
    {
        "command": "str",
        "factors": "int",
        "method": "str",
        "outcomes": "list[HangsOutcome]",
        "runs": "str",
        "scenario": "str",
        "schema": "str",
        "study": "str",
        "title": "str",
    },
)
"""A sensitivity analysis."""

HangsMark = TypedDict(
    "HangsMark",
    {
        "high": "float",
        "low": "float",
        "text": "str",
        "value": "float",
    },
)
"""An index with its interval."""

HangsOf = TypedDict(
    "HangsOf",
    {
        "above": "str | None",
        "deviation": "str | None",
        "mean": "str",
    },
)
"""What is explained."""

HangsOutcome = TypedDict(
    "HangsOutcome",
    {
        "cell": "str",
        "name": "str",
        "noise": "str | None",
        "of": "HangsOf",
        "rows": "list[HangsRow]",
    },
)
"""The indices of one cell."""

HangsRow = TypedDict(
    "HangsRow",
    {
        "group": "bool",
        "index": "HangsMark",
        "name": "str",
        "range": "str",
        "rests": "str",
        "total": "HangsMark | None",
    },
)
"""One factor."""

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

Health = TypedDict(
    "Health",
    {
        "ok": "bool",
        "version": "str",
    },
)
"""The server is up."""

Hit = TypedDict(
    "Hit",
    {
        "id": "str",
        "kind": "str",
        "name": "str",
        "note": "str",
    },
)
"""One thing that a search found."""

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

Kind = TypedDict(
    "Kind",
    {
        "episodes": "int",
        "held": "int",
        "held_out": "tuple[int, int]",
        "names": "tuple[str, str, str]",
    },
)
"""The record of one kind of answers."""

KindRow = TypedDict(
    "KindRow",
    {
        "kind": "Kind",
        "measure": "str",
        "scenario": "str",
    },
)
"""The record that belongs to a measure in a scenario; where none does, no episode asked for it."""

KnownText = TypedDict(
    "KnownText",
    {
        "basis": "MetaBasis",
        "value": "str",
    },
)
"""A piece of metadata and its basis."""

Knownstring = TypedDict(
    "Knownstring",
    {
        "basis": "MetaBasis",
        "value": "str",
    },
)
"""A piece of metadata and its basis."""

Ladder = TypedDict(
    "Ladder",
    {
        "columns": "list[str]",
        "draws": "int",
        "entity": "str",
        "name": "str",
        "rows": "list[LadderRow]",
        "scenario": "str",
        "what": "str",
    },
)
"""One number by several methods, side by side."""

LadderRow = TypedDict(
    "LadderRow",
    {
        "method": "str",
        "says": "str",
        "text": "NotRequired[list[SpreadText]]",
        "values": "list[Spread | None]",
    },
)
"""One method."""

Language = Literal["en", "ko", "zh"]
"""A language in which a card is told."""

LayerClaim = TypedDict(
    "LayerClaim",
    {
        "agent": "str | None",
        "chain": "list[ClaimHop]",
        "char_end": "int",
        "char_start": "int",
        "end": "int",
        "entities": "list[str]",
        "id": "str",
        "modality": "Modality",
        "part": "ArticlePart",
        "patient": "str | None",
        "polarity": "Polarity",
        "predicate": "str",
        "sentence": "int",
        "speech": "Speech | None",
        "start": "int",
        "text": "str",
        "verb": "TextPlace",
    },
)
"""A candidate claim."""

LayerLine = TypedDict(
    "LayerLine",
    {
        "char_end": "int",
        "char_start": "int",
        "end": "int",
        "kind": "ArticlePart",
        "label": "LineLabel",
        "line": "int",
        "start": "int",
        "text": "str",
    },
)
"""A line."""

LayerMention = TypedDict(
    "LayerMention",
    {
        "char_end": "int",
        "char_start": "int",
        "end": "int",
        "entity": "str",
        "kind": "str",
        "known": "bool",
        "sentence": "int",
        "start": "int",
        "text": "str",
        "title": "TextPlace | None",
    },
)
"""A naming of somebody or something."""

LayerNumber = TypedDict(
    "LayerNumber",
    {
        "alternatives": "list[NumberAlternative]",
        "char_end": "int",
        "char_start": "int",
        "comparator": "Comparator",
        "end": "int",
        "figure": "TextPlace",
        "high": "float | None",
        "kind": "NumberKind",
        "of": "str | None",
        "reading": "str | None",
        "sentence": "int",
        "start": "int",
        "text": "str",
        "unit": "str | None",
        "value": "float",
    },
)
"""A number."""

LayerQuotation = TypedDict(
    "LayerQuotation",
    {
        "content": "TextPlace",
        "cue": "TextPlace | None",
        "cue_kind": "CueKind | None",
        "inherited": "bool",
        "outer": "TextPlace",
        "sentence": "int",
        "source": "TextPlace | None",
        "speech": "Speech",
    },
)
"""A piece of reported speech."""

LayerSentence = TypedDict(
    "LayerSentence",
    {
        "char_end": "int",
        "char_start": "int",
        "end": "int",
        "keep": "bool",
        "kind": "ArticlePart",
        "line": "int",
        "sentence": "int",
        "start": "int",
        "text": "str",
    },
)
"""A sentence."""

LayerTime = TypedDict(
    "LayerTime",
    {
        "basis": "WhenBasis",
        "char_end": "int",
        "char_start": "int",
        "end": "int",
        "from": "str | None",
        "local": "bool",
        "mod": "str | None",
        "parts": "list[LayerTimePart]",
        "sentence": "int",
        "start": "int",
        "text": "str",
        "type": "WhenKind",
        "until": "str | None",
        "value": "str",
    },
)
"""An expression of time."""

LayerTimePart = TypedDict(
    "LayerTimePart",
    {
        "char_end": "int",
        "char_start": "int",
        "end": "int",
        "start": "int",
        "text": "str",
        "value": "str",
    },
)
"""An end of a period, as written."""

LayeredDocument = TypedDict(
    "LayeredDocument",
    {
        "encoding": "str",
        "format": "Format",
        "meta": "DocumentMeta",
        "sha256": "str",
    },
)
"""Which document the layers are of."""

Licence = TypedDict(
    "Licence",
    {
        "granted": "str",
        "order": "str | None",
    },
)
"""A licence that the asker holds for this flow."""

Line = TypedDict(
    "Line",
    {
        "kind": "LineKind",
        "label": "str",
        "text": "str",
    },
)
"""One line of a card."""

LineKind = Literal["number", "sites", "period", "first", "cause", "channel", "rests", "record"]
"""What a line of a card is about."""

LineLabel = Literal["body", "boilerplate", "blank"]
"""Whether a line belongs to the article."""

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
"""Who loses what, over the whole horizon: flows added up, prices averaged, each week alike."""

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

MapProduct = TypedDict(
    "MapProduct",
    {
        "capacity": "Estimate | None",
        "name": "str",
        "product": "str",
    },
)
"""A product made at a site."""

MapSite = TypedDict(
    "MapSite",
    {
        "country": "str",
        "firm": "str",
        "firm_name": "str",
        "headquarters": "str | None",
        "id": "str",
        "latitude": "float",
        "longitude": "float",
        "name": "str",
        "place": "str",
        "products": "list[MapProduct]",
    },
)
"""A site on the map."""

Matter = TypedDict(
    "Matter",
    {
        "divergences": "list[str]",
        "status": "DivergenceStatus",
    },
)
"""Rows that rest on the same words."""

MemberSpan = TypedDict(
    "MemberSpan",
    {
        "from": "int",
        "until": "int",
    },
)
"""A half-open span of members."""

MetaBasis = Literal["stated", "metadata", "curated"]
"""Why a piece of metadata is believed."""

Modality = Literal["asserted", "attributed", "predicted", "opinion", "conditional"]
"""How firmly something is put, firmest first."""

Move = TypedDict(
    "Move",
    {
        "change": "Spread",
        "name": "str",
        "product": "NotRequired[str | None]",
    },
)
"""How one place's capacity differs."""

Moved = TypedDict(
    "Moved",
    {
        "countries": "list[Move]",
        "sites": "list[Move]",
        "year": "str",
    },
)
"""Where capacity goes."""

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

NumberAlternative = TypedDict(
    "NumberAlternative",
    {
        "reading": "str",
        "unit": "str | None",
        "value": "float",
    },
)
"""Another reading of an ambiguous number."""

NumberKind = Literal["cardinal", "ordinal", "percent", "money", "quantity", "multiple", "fraction"]
"""What a number counts."""

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

OrderDecision = TypedDict(
    "OrderDecision",
    {
        "beyond_horizon": "bool",
        "binding": "list[str]",
        "citations": "list[PolicyCitation]",
        "complete_through": "str | None",
        "lifted": "list[tuple[str, str]]",
        "order": "str",
        "rate": "float | None",
        "review": "str | None",
        "verdict": "str",
    },
)
"""What one order says."""

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

Picture = TypedDict(
    "Picture",
    {
        "dates": "list[DateMark]",
        "series": "Series",
        "weeks": "list[str]",
    },
)
"""One series with its weeks and dates: a fan."""

PointText = TypedDict(
    "PointText",
    {
        "x": "str",
        "y": "SpreadText",
    },
)
"""Texts of a point of a loss curve."""

Points = TypedDict(
    "Points",
    {
        "error": "float | None",
        "points": "float",
        "text": "str",
    },
)
"""A number of points with its Monte Carlo error, and how it is written."""

Polarity = Literal["positive", "negative", "omits"]
"""Whether something is said to be so, not to be so, or not to have been mentioned."""

PolicyBranch = TypedDict(
    "PolicyBranch",
    {
        "value": "str",
        "verdict": "str",
    },
)
"""One value of a missing fact."""

PolicyChange = TypedDict(
    "PolicyChange",
    {
        "on": "str",
        "scheduled": "bool",
        "verdict": "str",
    },
)
"""A later day on which the decision differs."""

PolicyCitation = TypedDict(
    "PolicyCitation",
    {
        "act": "str",
        "authority": "str",
        "cite": "str",
        "from": "str",
        "grade": "Grade",
        "published": "str",
        "quote": "str",
        "rule": "str",
        "says": "str",
        "title": "str",
        "until": "str | None",
        "url": "str",
    },
)
"""A rule as evidence: the act behind it and the words that count."""

PolicyDecision = TypedDict(
    "PolicyDecision",
    {
        "acts": "list[str]",
        "answer": "str",
        "assumed": "list[str]",
        "beyond_horizon": "bool",
        "binding": "list[str]",
        "citations": "list[PolicyCitation]",
        "conditions": "list[PolicyCitation]",
        "confirmed": "bool",
        "grade": "Grade | None",
        "id": "str",
        "known": "str",
        "known_beyond": "bool",
        "lapsed": "list[PolicyLapsed]",
        "missing": "list[PolicyMissing]",
        "next_change": "PolicyChange | None",
        "on": "str",
        "orders": "list[OrderDecision]",
        "query": "PolicyQuery",
        "quota": "QuotaState | None",
        "rate": "float | None",
        "readings": "list[ReadingVerdict]",
        "review": "str | None",
        "signals": "list[PolicySignal]",
        "understood": "list[Understood]",
        "unknown_names": "list[UnknownName]",
        "until": "str | None",
        "verdict": "str",
    },
)
"""The answer to a question on a day."""

PolicyDifference = TypedDict(
    "PolicyDifference",
    {
        "acts": "list[str]",
        "cells": "list[PolicyDifferenceCell]",
        "names": "dict[str, str]",
    },
)
"""Cells that the same acts changed."""

PolicyDifferenceCell = TypedDict(
    "PolicyDifferenceCell",
    {
        "after": "str",
        "before": "str",
        "query": "PolicyQuery",
        "rates": "tuple[float | None, float | None]",
    },
)
"""A question whose decision differs."""

PolicyLapsed = TypedDict(
    "PolicyLapsed",
    {
        "act": "str",
        "authority": "str",
        "cite": "str",
        "how": "str",
        "rule": "str",
        "says": "str",
        "since": "str",
    },
)
"""A rule that no longer holds, or not now."""

PolicyMissing = TypedDict(
    "PolicyMissing",
    {
        "because": "str",
        "branches": "list[PolicyBranch]",
        "fact": "str",
    },
)
"""A missing fact, and the verdict that each value of it would give."""

PolicyQuery = TypedDict(
    "PolicyQuery",
    {
        "activity": "NotRequired[str]",
        "bandwidth-density": "NotRequired[float]",
        "buyer": "NotRequired[str]",
        "cn-content-pct": "NotRequired[float]",
        "decontrolled-since": "NotRequired[str]",
        "dram-bandwidth": "NotRequired[float]",
        "end-use": "NotRequired[str]",
        "expansion-pct": "NotRequired[float]",
        "facility": "NotRequired[str]",
        "from": "NotRequired[str]",
        "funding": "NotRequired[str]",
        "holder": "NotRequired[str]",
        "hq": "NotRequired[str]",
        "item": "NotRequired[str]",
        "layers": "NotRequired[float]",
        "licence": "NotRequired[Licence]",
        "maker": "NotRequired[str]",
        "node": "NotRequired[float]",
        "origin": "NotRequired[str]",
        "overlay-nm": "NotRequired[float]",
        "owners": "NotRequired[list[tuple[str, float]]]",
        "owners-share-unknown": "NotRequired[list[str]]",
        "party": "NotRequired[str]",
        "performance-density": "NotRequired[float]",
        "purpose": "NotRequired[str]",
        "serves-domestic-pct": "NotRequired[float]",
        "site": "NotRequired[str]",
        "to": "NotRequired[str]",
        "tpp": "NotRequired[float]",
        "us-content": "NotRequired[str]",
        "us-content-pct": "NotRequired[float]",
        "value-usd": "NotRequired[float]",
    },
)
""""""

PolicyRef = TypedDict(
    "PolicyRef",
    {
        "acts": "int",
        "digest": "str",
    },
)
"""Which acts a run used."""

PolicySignal = TypedDict(
    "PolicySignal",
    {
        "kind": "str",
        "source": "PolicyCitation",
    },
)
"""Something said that bears on a question."""

PolicySite = TypedDict(
    "PolicySite",
    {
        "country": "str | None",
        "id": "str",
        "name": "str",
    },
)
"""A site that the law knows."""

PolicyStretch = TypedDict(
    "PolicyStretch",
    {
        "days": "Days",
        "expand": "PolicyDecision",
        "maintain": "PolicyDecision",
        "reason": "str | None",
        "scheduled": "bool",
    },
)
"""One stretch of days."""

PolicyTimeline = TypedDict(
    "PolicyTimeline",
    {
        "origin": "str",
        "site": "str",
        "stretches": "list[PolicyStretch]",
        "tool": "str",
    },
)
"""The stretches for tools of one origin."""

PolicyTrace = TypedDict(
    "PolicyTrace",
    {
        "children": "list[PolicyTrace]",
        "says": "str",
        "source": "str | None",
        "truth": "str | None",
    },
)
"""A node of the tree."""

QueuedJob = TypedDict(
    "QueuedJob",
    {
        "job": "str",
    },
)
"""A run that was asked for."""

Quota = TypedDict(
    "Quota",
    {
        "amount": "float | None",
        "ledger": "str | None",
        "per": "str",
        "unit": "str",
    },
)
"""A limit on how much may pass."""

QuotaState = TypedDict(
    "QuotaState",
    {
        "left": "float | None",
        "limit": "Quota",
        "used": "float | None",
    },
)
"""A quota and what is left of it."""

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

ReadingVerdict = TypedDict(
    "ReadingVerdict",
    {
        "asked": "str",
        "verdict": "str",
    },
)
"""One reading of the question."""

Reason = Literal["number", "cause", "shock", "decision", "act", "assumption", "input", "account", "quote", "note"]
"""Kinds of reasons."""

Received = TypedDict(
    "Received",
    {
        "amount": "Spread",
        "country": "str",
        "name": "str",
        "scenario": "str",
        "text": "NotRequired[SpreadText | None]",
    },
)
"""What makers of memory of one country receive of the higher bill."""

Record = TypedDict(
    "Record",
    {
        "about_capacity": "NotRequired[bool]",
        "files": "NotRequired[dict[str, FileMark]]",
        "headline": "str | None",
        "heads": "list[Head]",
        "members": "MemberSpan",
        "names": "dict[str, str]",
        "places": "NotRequired[dict[str, str]]",
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

Rendering = TypedDict(
    "Rendering",
    {
        "document": "str",
        "says": "str",
        "span": "Span",
        "speaker": "str",
    },
)
"""One document's rendering of a statement."""

Report = TypedDict(
    "Report",
    {
        "amounts": "NotRequired[list[tuple[str, str, str]]]",
        "assumptions": "list[AssumptionRow]",
        "attribution": "NotRequired[list[Attribution]]",
        "capacity": "NotRequired[list[CapacityTable]]",
        "concentration": "list[Concentration]",
        "curve": "list[Curve]",
        "dates": "list[DateMark]",
        "decomposition": "list[Decomposition]",
        "governments": "NotRequired[list[GovernmentTable]]",
        "headline": "Headline",
        "inputs": "list[InputRow]",
        "kinds": "NotRequired[list[KindRow]]",
        "ladder": "NotRequired[Ladder | None]",
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
        "unsaid": "NotRequired[list[Unsaid]]",
        "waterfall": "list[Waterfall]",
        "weeks": "list[str]",
    },
)
"""The whole report."""

ReviewDecision = TypedDict(
    "ReviewDecision",
    {
        "by": "str",
        "id": "str",
        "note": "str",
        "verdict": "ReviewVerdict",
    },
)
"""One decision."""

ReviewVerdict = Literal["accepted", "rejected", "edited"]
"""What a person decided."""

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

ScenarioInfo = TypedDict(
    "ScenarioInfo",
    {
        "id": "str",
        "title": "str",
    },
)
"""A scenario of a bundled study."""

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

Short = TypedDict(
    "Short",
    {
        "figure": "str",
        "heading": "str",
        "range": "str",
    },
)
"""What stands large: who and what in a few words, the change, its range."""

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
        "capacity": "NotRequired[Moved | None]",
        "cause": "NamedShare | None",
        "change": "Spread | None",
        "channel": "NotRequired[bool]",
        "contested": "int",
        "draws": "int",
        "error": "Spread | None",
        "first_week": "FirstWeek | None",
        "from": "str",
        "horizon": "Horizon",
        "kind": "Kind | None",
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

Span = TypedDict(
    "Span",
    {
        "end": "int",
        "start": "int",
    },
)
"""A half-open span of bytes `[start, end)` in the text of one document."""

Speaking = TypedDict(
    "Speaking",
    {
        "name": "str",
        "party": "str",
        "statements": "list[Statement]",
    },
)
"""A party and what it says."""

Speech = Literal["direct", "indirect", "mixed"]
"""How the words are given."""

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
        "received": "list[Received]",
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
        "text": "str",
        "unit": "str",
        "value": "float",
        "why": "str",
    },
)
"""An uncertain parameter."""

SpilloverRow = TypedDict(
    "SpilloverRow",
    {
        "bill": "Spread",
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
"""Who loses what, of those who use memory."""

SpilloverText = TypedDict(
    "SpilloverText",
    {
        "bill": "SpreadText",
        "hundred_millions": "tuple[SpreadText, SpreadText, SpreadText]",
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

Start = TypedDict(
    "Start",
    {
        "lately": "list[CalendarEvent]",
        "law_through": "str",
        "market_through": "str | None",
        "members": "int",
        "next": "list[CalendarEvent]",
        "studies": "list[Begun]",
    },
)
"""The first page."""

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

Statement = TypedDict(
    "Statement",
    {
        "divergences": "list[str]",
        "id": "str",
        "kept": "list[Rendering]",
        "left_out": "list[str]",
    },
)
"""One statement."""

StatementList = TypedDict(
    "StatementList",
    {
        "documents": "list[DocumentCard]",
        "events": "list[Told]",
    },
)
"""What each side says, event by event."""

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

StudyFile = TypedDict(
    "StudyFile",
    {
        "name": "str",
        "text": "str",
    },
)
"""A file of a study."""

StudyInfo = TypedDict(
    "StudyInfo",
    {
        "id": "str",
        "question": "str",
        "scenarios": "list[ScenarioInfo]",
        "title": "str",
    },
)
"""A bundled study in one line."""

StudyList = TypedDict(
    "StudyList",
    {
        "studies": "list[StudyInfo]",
    },
)
"""The bundled studies."""

StudyText = TypedDict(
    "StudyText",
    {
        "files": "list[StudyFile]",
        "id": "str",
        "question": "str",
        "scenarios": "list[ScenarioInfo]",
        "title": "str",
    },
)
"""A bundled study with its files."""

TextPlace = TypedDict(
    "TextPlace",
    {
        "char_end": "int",
        "char_start": "int",
        "end": "int",
        "start": "int",
        "text": "str",
    },
)
"""Where words stand, and the words."""

Told = TypedDict(
    "Told",
    {
        "documents": "list[str]",
        "id": "str",
        "sides": "list[Speaking]",
    },
)
"""One event as its documents tell it."""

Understood = TypedDict(
    "Understood",
    {
        "field": "str",
        "left": "list[str]",
        "phrase": "str",
        "readings": "list[str]",
    },
)
"""A phrase and what it was read as."""

UnknownName = TypedDict(
    "UnknownName",
    {
        "field": "str",
        "name": "str",
        "nearest": "str | None",
    },
)
"""A name that is not known."""

Unread = TypedDict(
    "Unread",
    {
        "document": "str",
        "reason": "str",
    },
)
"""A document that could not be read."""

Unsaid = TypedDict(
    "Unsaid",
    {
        "measure": "str",
        "scenario": "str",
        "why": "str",
    },
)
"""A measure of a scenario of which the engine can say nothing: it has no row of losses."""

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

WhatIf = TypedDict(
    "WhatIf",
    {
        "card": "Card",
        "day": "str | None",
        "draws": "int",
        "value": "float | None",
        "value_text": "str",
    },
)
"""The answer of a study with one assumption set to a value, or one day moved."""

WhenBasis = Literal["explicit", "publication", "unresolved"]
"""On what a date rests."""

WhenKind = Literal["DATE", "TIME", "DURATION", "SET"]
"""What kind of time is meant, as in TIMEX3."""

WordList = TypedDict(
    "WordList",
    {
        "words": "list[tuple[str, str, str]]",
    },
)
"""Our words and names in three languages."""

WorldAttribute = TypedDict(
    "WorldAttribute",
    {
        "name": "str",
        "value": "str",
    },
)
"""One facet."""

WorldCard = TypedDict(
    "WorldCard",
    {
        "attributes": "list[WorldAttribute]",
        "events": "list[WorldEvent]",
        "id": "str",
        "name": "str",
        "related": "list[WorldRelated]",
        "values": "list[WorldValue]",
    },
)
"""Everything about one thing."""

WorldEvent = TypedDict(
    "WorldEvent",
    {
        "date": "str",
        "id": "str",
        "modality": "str",
        "note": "str",
        "source": "WorldSource",
        "what": "str",
    },
)
"""An event as a reader sees it."""

WorldMap = TypedDict(
    "WorldMap",
    {
        "flows": "list[Flow]",
        "sites": "list[MapSite]",
    },
)
"""Where things are made and where they go."""

WorldRef = TypedDict(
    "WorldRef",
    {
        "digest": "str",
        "name": "str",
    },
)
"""Which world a run used."""

WorldRelated = TypedDict(
    "WorldRelated",
    {
        "how": "str",
        "id": "str",
        "name": "str",
    },
)
"""Another thing and how it belongs here."""

WorldRival = TypedDict(
    "WorldRival",
    {
        "as_of": "str",
        "basis": "str",
        "grade": "Grade",
        "high": "float",
        "low": "float",
        "note": "str",
        "source": "WorldSource",
        "text": "str",
        "unit": "str",
        "use": "str",
        "value": "float",
    },
)
"""One value of one source."""

WorldSource = TypedDict(
    "WorldSource",
    {
        "outlet": "str",
        "published": "str",
        "reference": "str",
        "title": "str",
        "url": "str",
    },
)
"""A source as a reader cites it."""

WorldValue = TypedDict(
    "WorldValue",
    {
        "estimate": "Estimate | None",
        "of": "str",
        "quantity": "str",
        "rivals": "list[WorldRival]",
        "subject": "str",
        "to": "str",
    },
)
"""All values of one quantity and key."""
