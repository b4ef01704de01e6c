"""Measures outside the accord: on the chronicle, with their source, and in no figure.

Source: docs/spec/evidence/incidents.md, "Measures outside the accord".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from servanda.core.canonical import JsonObject, JsonValue
from servanda.evidence.decisions.decision import Decision, Verb
from servanda.evidence.incidents.coding import InvalidCodingError
from servanda.evidence.intervals import Interval, InvalidIntervalError

MEASURE_PREFIX = "measure:"
_MEMBERS = frozenset(("kind", "days", "spans", "actor"))
MAX_ACTOR = 200


class MeasureKind(StrEnum):
    """What was done or considered beside the accord."""

    INDICTMENT = "indictment"
    SANCTION_CONSIDERED = "sanction_considered"
    SANCTION_IMPOSED = "sanction_imposed"
    SANCTION_LIFTED = "sanction_lifted"
    CHANNEL_QUIT = "channel_quit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One measure.

    Attributes:
        key: `measure:` and a slug.
        kind: What it is.
        days: When.
        actor: Who took or considered it.
        spans: Content keys of what says so; at least one.
        by: Who recorded it.
    """

    key: str
    kind: MeasureKind
    days: Interval
    actor: str
    spans: tuple[str, ...]
    by: str


def parse_measure(value: JsonObject) -> tuple[MeasureKind, Interval, str, tuple[str, ...]]:
    """Return kind, days, actor and spans in a decision's value.

    Raises:
        InvalidCodingError: A member is missing, or not what it has to be.
    """
    if frozenset(value) != _MEMBERS:
        raise InvalidCodingError(f"expected {sorted(_MEMBERS)}, found {sorted(value)}")
    try:
        kind = MeasureKind(str(value["kind"]))
        days = _days(value["days"])
    except (ValueError, InvalidIntervalError) as error:
        raise InvalidCodingError(f"expected a kind of measure and its days: {error}") from error
    actor, spans = value["actor"], value["spans"]
    if not isinstance(actor, str) or not 0 < len(actor) <= MAX_ACTOR:
        raise InvalidCodingError(f"actor: expected a text of 1 to {MAX_ACTOR} characters")
    if not isinstance(spans, list) or not spans or not all(isinstance(one, str) for one in spans):
        raise InvalidCodingError("spans: expected at least one content key of what says so")
    return kind, days, actor, tuple(map(str, spans))


def fold_measures(decisions: Sequence[Decision]) -> tuple[Measure, ...]:
    """Return the measures of decisions in force, by day and key; the last record of each holds."""
    found: dict[str, Measure] = {}
    for one in decisions:
        if one.verb is Verb.CODE and one.target.startswith(MEASURE_PREFIX):
            kind, days, actor, spans = parse_measure(one.value)
            found[one.target] = Measure(
                key=one.target, kind=kind, days=days, actor=actor, spans=spans, by=one.by
            )
    return tuple(sorted(found.values(), key=lambda one: (one.days.earliest or date.min, one.key)))


def _days(value: JsonValue) -> Interval:
    if not isinstance(value, dict) or set(value) != {"earliest", "latest"}:
        raise InvalidCodingError("days: expected earliest and latest")
    first, last = value["earliest"], value["latest"]
    return Interval(
        earliest=None if first is None else date.fromisoformat(str(first)),
        latest=None if last is None else date.fromisoformat(str(last)),
    )
