"""The days of a dialogue as a calendar file that every calendar program takes in.

An entry keeps its UID for as long as it is about the same thing, and its SEQUENCE rises with
every day that was moved; so a program that takes in a later file moves the entry it has, and
never goes back to an earlier day. Entries are whole days: a dialogue names days, and each side
names them in its own zone, which stands in the text.

Source: RFC 5545 (iCalendar), sections 3.6.1, 3.8.4.7 and 3.8.7.4; docs/spec/brief.md, "Calendar".
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Final

from icalendar import Calendar, Event, vText

from servanda.core.dialogue.deliverables import Deliverable
from servanda.core.dialogue.record import DialogueRecord
from servanda.core.dialogue.rounds import Round, RoundState, Sitting
from servanda.core.identifiers import PartyId
from servanda.documents.brief.content import Basis
from servanda.documents.brief.voice import Voice
from servanda.documents.brief.wording import WORDS, words_for
from servanda.documents.visible import visible

PRODUCT = "-//Servanda//Dialogue//EN"
_MARKS: Final = {"exercise": "EXERCISE 演练：", "demonstration": "DEMONSTRATION 演示："}
_ONE_DAY = timedelta(days=1)
_MINUTES = 60


def dialogue_calendar(
    record: DialogueRecord, *, language: str, today: date, mode: str = ""
) -> bytes:
    """Return the days of a dialogue as a calendar file.

    Args:
        record: What is known of it.
        language: `en` or `zh-Hans`; another falls back to `en`.
        today: The day whose state it tells; stands as the time at which it was made.
        mode: Of the accord. Each entry of an exercise or a demonstration says so: programs show
            entries one by one, and beside those of real affairs.
    """
    voice = Voice(
        record=record,
        language=language if language in WORDS else "en",
        words=words_for(language),
        today=today,
        basis=Basis.AGREED,
    )
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for event in (*_rounds(voice), *_next_rounds(voice), *_deliverables(voice)):
        if mode in _MARKS:
            event["summary"] = vText(f"{_MARKS[mode]}{event['summary']}")
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _rounds(voice: Voice) -> Iterator[Event]:
    for one in voice.record.rounds:
        for party, sitting, day in _days(voice, one):
            event = _event(
                voice,
                uid=f"round.{one.key}{'.' + party if party else ''}",
                first=day,
                last=sitting.held_until or day,
                sequence=_sequence(one),
            )
            named = voice.round(one)
            event.add("summary", visible(f"{named} ({voice.party(party)})" if party else named))
            event.add("description", visible("\n".join(_said(voice, one))))
            if sitting.place:
                event.add("location", visible(sitting.place))
            if one.state is RoundState.CANCELLED:
                event.add("status", "CANCELLED")
            yield event


def _sequence(one: Round) -> int:
    """Return a number that is higher after everything that can move or end the entry."""
    is_cancelled = one.state is RoundState.CANCELLED
    return len(one.postponements) + one.moved + one.took_place + is_cancelled


def _next_rounds(voice: Voice) -> Iterator[Event]:
    """Yield by when the next round of each series is due."""
    record = voice.record
    for series in record.living_series:
        held = len(record.held_rounds(series.name))
        for due in record.next_due(series.name, party=record.parties[0]):
            if not due.is_latest:
                continue
            event = _event(
                voice,
                uid=f"next.{series.name}",
                first=due.due,
                last=due.due,
                # Every round held and every interval agreed on since may move it.
                sequence=held + sum(len(one.intervals) for one in record.lineage(series.name)),
            )
            name = voice.name(series.title) or series.name
            event.add("summary", visible(voice.say("next_round_due", series=name)))
            if due.interval.source:
                rests = f"{voice.words['rests_on']}: {due.interval.source}"
                event.add("description", visible(rests))
            yield event


def _days(voice: Voice, one: Round) -> Iterator[tuple[PartyId | None, Sitting, date]]:
    """Yield the day of a round; where the sides name different ones, each with its party."""
    said = {
        party: (sitting, day)
        for party in voice.record.parties
        if (sitting := one.sittings.get(party)) and (day := sitting.held or sitting.planned)
    }
    days = {day for _, day in said.values()}
    for party, (sitting, day) in said.items():
        yield (None if len(days) == 1 else party), sitting, day
        if len(days) == 1:
            return


def _said(voice: Voice, one: Round) -> Iterator[str]:
    for party, sitting in one.sittings.items():
        days = [
            day.isoformat() for day in (sitting.held or sitting.planned, sitting.held_until) if day
        ]
        zone = "" if sitting.utc_offset_minutes is None else _zone(sitting.utc_offset_minutes)
        told = " – ".join(days) or voice.words["no_day"]
        yield f"{voice.party(party)}: {told}{zone}"
    if one.source:
        yield f"{voice.words['rests_on']}: {one.source}"


def _zone(minutes: int) -> str:
    hours, rest = divmod(abs(minutes), _MINUTES)
    return f" (UTC{'-' if minutes < 0 else '+'}{hours:02d}:{rest:02d})"


def _deliverables(voice: Voice) -> Iterator[Event]:
    for one in voice.record.deliverables:
        if one.due is None:
            continue
        event = _event(
            voice,
            uid=f"deliverable.{one.key}",
            first=one.due,
            last=one.due,
            sequence=one.carried_over + one.is_settled,
        )
        event.add("summary", visible(f"{voice.words['due']}: {voice.of(one.text)}"))
        event.add("description", visible("\n".join(_promised(voice, one))))
        yield event


def _promised(voice: Voice, one: Deliverable) -> Iterator[str]:
    words = voice.words
    yield f"{words['owner']}: {words['both'] if one.owner is None else voice.party(one.owner)}"
    yield f"{words['test']}: {voice.of(one.acceptance_test) or words['no_test_stated']}"
    yield f"{words['state']}: {words[one.state]}"
    if one.source:
        yield f"{words['rests_on']}: {one.source}"


def _event(voice: Voice, *, uid: str, first: date, last: date, sequence: int) -> Event:
    first_party, second_party = voice.record.parties
    event = Event()
    event.add("uid", f"{uid}@{first_party}.{second_party}.servanda")
    event.add("sequence", sequence)
    event.add("dtstamp", datetime(*voice.today.timetuple()[:3], tzinfo=UTC))
    event.add("dtstart", first)
    event.add("dtend", last + _ONE_DAY)  # the day after, by the standard
    event.add("transp", "TRANSPARENT")
    return event
