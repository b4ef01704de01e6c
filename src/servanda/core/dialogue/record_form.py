"""Read a dialogue that somebody recorded as a file, and say all that is wrong with it.

Source: docs/spec/dialogue.md, "The file".
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import ClassVar, cast

from servanda.core.accords.key_lines import lines_in_json
from servanda.core.canonical import JsonObject
from servanda.core.dialogue.cadence import Interval
from servanda.core.dialogue.delegation import Capacity, Delegate, Presence
from servanda.core.dialogue.deliverables import Deliverable, Progress, advance_all
from servanda.core.dialogue.outcomes import OutcomeItem, OutcomeText
from servanda.core.dialogue.record import DialogueRecord, DialogueSeries
from servanda.core.dialogue.record_faults import entries, members, reference_faults
from servanda.core.dialogue.record_schema import RECORD
from servanda.core.dialogue.rounds import Postponement, Round, RoundKind, RoundState, Sitting
from servanda.core.errors import InvalidInputError
from servanda.core.faults import Expected, Fault, expect
from servanda.core.identifiers import PartyId
from servanda.core.statements.every_fault import find_faults

MAX_BYTES = 16 * 1024 * 1024
_SHOWN = 80


class InvalidDialogueRecordError(InvalidInputError):
    """A recorded dialogue cannot be used; `faults` has all that is wrong with it."""

    code: ClassVar[str] = "invalid-dialogue-record"

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(faults[0])
        self.faults = faults


def parse_record(document: bytes) -> DialogueRecord:
    """Return the dialogue that `document` records.

    Args:
        document: JSON; from anybody.

    Raises:
        InvalidDialogueRecordError: It does not fit, or does not hold together.
    """
    value = _parse_json(document)
    faults = [*find_faults(RECORD, value)] or [*reference_faults(value)]
    if faults:
        raise InvalidDialogueRecordError(faults)
    first, second = cast("Sequence[str]", value["parties"])
    rounds = [_round(one) for one in entries(value, "rounds")]
    return DialogueRecord(
        parties=(PartyId(first), PartyId(second)),
        series=tuple(_series(one) for one in entries(value, "series")),
        rounds=tuple(sorted(rounds, key=lambda one: one.first_day)),
        outcomes=_outcomes(entries(value, "outcomes")),
        deliverables=tuple(_deliverable(one) for one in entries(value, "deliverables")),
        names={
            PartyId(party): cast("Mapping[str, str]", words)
            for party, words in members(value, "names").items()
        },
        sources=_words(value, "sources"),
    )


def _parse_json(document: bytes) -> JsonObject:
    if len(document) > MAX_BYTES:
        raise _refused(Expected.SIZE, len(document), most=MAX_BYTES)
    try:
        written = document.decode()
        value = json.loads(written)
    except (ValueError, RecursionError) as error:
        raise _refused(Expected.JSON, str(error)[:_SHOWN]) from error
    if not isinstance(value, dict):
        raise _refused(Expected.OBJECT, type(value).__name__)
    # A parser takes the last of two members of one name, a reader the first.
    _, repeated = lines_in_json(written)
    for path, _line in repeated:
        raise InvalidDialogueRecordError([Fault(path, expect(Expected.EACH_ONCE), path)])
    return value


def _refused(kind: Expected, found: object, **parameters: int) -> InvalidDialogueRecordError:
    return InvalidDialogueRecordError([Fault("", expect(kind, **parameters), found)])


def _series(one: JsonObject) -> DialogueSeries:
    intervals = [
        Interval(
            since=_needed_day(each, "since"),
            months=cast("int", each["months"]),
            first_by=_day(each, "first_by"),
            source=_text(each, "source"),
        )
        for each in entries(one, "intervals")
    ]
    return DialogueSeries(
        name=_text(one, "name"),
        title=_words(one, "title"),
        replaces=_text(one, "replaces"),
        intervals=tuple(sorted(intervals, key=lambda each: each.since)),
    )


def _round(one: JsonObject) -> Round:
    delegations = cast("Mapping[str, Sequence[JsonObject]]", one.get("delegations", {}))
    return Round(
        key=_text(one, "key"),
        series=_text(one, "series"),
        kind=RoundKind(_text(one, "kind")),
        state=RoundState(_text(one, "state")),
        sittings={
            PartyId(party): _sitting(each) for party, each in members(one, "sittings").items()
        },
        title=_words(one, "title"),
        prepares=_text(one, "prepares"),
        delegations={
            PartyId(party): tuple(_delegate(each) for each in seats)
            for party, seats in delegations.items()
        },
        postponements=tuple(_postponement(each) for each in entries(one, "postponements")),
        source=_text(one, "source"),
    )


def _sitting(one: JsonObject) -> Sitting:
    return Sitting(
        planned=_day(one, "planned"),
        held=_day(one, "held"),
        held_until=_day(one, "held_until"),
        utc_offset_minutes=cast("int | None", one.get("utc_offset_minutes")),
        place=_text(one, "place"),
        released=_day(one, "released"),
    )


def _delegate(one: JsonObject) -> Delegate:
    return Delegate(
        person=_text(one, "person"),
        office=_text(one, "office"),
        capacity=Capacity(_text(one, "capacity")),
        presence=Presence(_text(one, "presence") or Presence.IN_PERSON),
        substitute_for=_text(one, "substitute_for"),
        since=_day(one, "since"),
    )


def _postponement(one: JsonObject) -> Postponement:
    return Postponement(
        by=_party(one, "by"),
        from_day=_needed_day(one, "from_day"),
        to_day=_day(one, "to_day"),
        reason=_words(one, "reason"),
    )


def _outcomes(found: Sequence[JsonObject]) -> Mapping[str, tuple[OutcomeText, ...]]:
    by_round: dict[str, tuple[OutcomeText, ...]] = {}
    for one in found:
        text = OutcomeText(
            party=PartyId(_text(one, "party")),
            language=_text(one, "language"),
            items=tuple(
                OutcomeItem(key=_text(item, "key"), text=_words(item, "text"))
                for item in entries(one, "items")
            ),
            source=_text(one, "source"),
            is_complete=bool(one.get("complete", False)),
        )
        key = _text(one, "round")
        by_round[key] = (*by_round.get(key, ()), text)
    return by_round


def _deliverable(one: JsonObject) -> Deliverable:
    promised = Deliverable(
        key=_text(one, "key"),
        round_key=_text(one, "round"),
        owner=_party(one, "owner"),
        text=_words(one, "text"),
        acceptance_test=_words(one, "acceptance_test"),
        first_due=_day(one, "first_due"),
        source=_text(one, "source"),
    )
    said = [
        Progress(
            step=_text(each, "step"),
            by=_party(each, "by"),
            on=_day(each, "on"),
            due=_day(each, "due"),
            text=_words(each, "text"),
            source=_text(each, "source"),
        )
        for each in entries(one, "progress")
    ]
    return advance_all(promised, said)


def _text(value: JsonObject, name: str) -> str:
    return str(value.get(name, ""))


def _words(value: JsonObject, name: str) -> Mapping[str, str]:
    return cast("Mapping[str, str]", value.get(name, {}))


def _party(value: JsonObject, name: str) -> PartyId | None:
    return PartyId(str(value[name])) if name in value else None


def _day(value: JsonObject, name: str) -> date | None:
    return date.fromisoformat(str(value[name])) if name in value else None


def _needed_day(value: JsonObject, name: str) -> date:
    return date.fromisoformat(str(value[name]))
