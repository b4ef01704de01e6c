"""The annexes about the dialogue: cadence, delegations, outcomes, deliverables, sources.

Source: docs/spec/brief.md, "Annexes".
"""

from collections.abc import Iterator, Sequence

from servanda.core.dialogue.deliverables import Deliverable, Progress
from servanda.core.dialogue.outcomes import OutcomeRow
from servanda.core.dialogue.record import RoundDrift
from servanda.core.dialogue.rounds import Round, RoundKind
from servanda.documents.brief.content import Annex, Bars, Row, Table
from servanda.documents.brief.dialogue_part import latest_drifts, standstill_sentences
from servanda.documents.brief.voice import Voice


def dialogue_annexes(voice: Voice) -> Iterator[Annex]:
    """Yield the annexes, in the order of a round's life."""
    record = voice.record
    for series in record.living_series:
        if any(found.drifts for found in record.round_drifts(series.name)):
            yield _cadence(voice, series.name)
    if record.rounds:
        yield _delegations(voice)
    if record.outcomes:
        yield _outcomes(voice)
    if record.deliverables:
        yield _deliverables(voice)
    if record.sources:
        sources = tuple(record.sources.items())
        table = _table(voice, voice.words["marks"], ("source", "address"), sources)
        yield Annex(key="sources", title=voice.words["sources"], tables=(table,))


def _table(voice: Voice, caption: str, heading: tuple[str, ...], rows: tuple[Row, ...]) -> Table:
    return Table(caption=caption, heading=tuple(voice.words[name] for name in heading), rows=rows)


def _cadence(voice: Voice, name: str) -> Annex:
    words = voice.words
    rows = tuple(
        (
            voice.round(found.round),
            _held(voice, found, drift.held.isoformat()),
            drift.due.isoformat(),
            voice.say("every_months", months=drift.interval.months, since=drift.interval.since),
            voice.drift(drift),
            found.round.source,
        )
        for found in voice.record.round_drifts(name)
        for drift in found.drifts
    )
    bars = tuple(
        (_held(voice, found, voice.round(found.round)), drift.days)
        for found, drift in latest_drifts(voice, name)
    )
    chart = Bars(caption=words["cadence_chart"], unit=words["days"], bars=bars, is_signed=True)
    heading = ("round", "held", "due", "interval", "drift", "source")
    return Annex(
        key=f"cadence.{name}",
        title=words["cadence"],
        sentences=tuple(standstill_sentences(voice, name)),
        charts=(chart,) if bars else (),
        tables=(_table(voice, words["cadence_table"], heading, rows),),
    )


def _held(voice: Voice, found: RoundDrift, said: str) -> str:
    """Return `said`, with whose word it is where the sides name different days."""
    if len(found.parties) > 1:
        return said
    return voice.say("held_as_said_by", day=said, party=voice.party(found.parties[0]))


def _delegations(voice: Voice) -> Annex:
    parties = voice.record.parties
    levels = Table(
        caption=voice.words["levels_table"],
        heading=(
            voice.words["round"],
            *(voice.party(party) for party in parties),
            voice.words["source"],
        ),
        rows=tuple(
            (
                _full_name(voice, one),
                *(voice.words[f"level_{int(one.level(party))}"] for party in parties),
                one.source,
            )
            for one in voice.record.rounds
        ),
    )
    heading = ("side", "person", "office", "capacity", "presence", "stands_for", "seat_since")
    seats = (
        _table(
            voice,
            voice.say("delegation_table", round=voice.round(one)),
            heading,
            tuple(_seats(voice, one)),
        )
        for one in voice.record.rounds
        if one.delegations
    )
    return Annex(key="delegations", title=voice.words["delegations"], tables=(levels, *seats))


def _full_name(voice: Voice, one: Round) -> str:
    name = voice.round(one)
    if one.kind is not RoundKind.PREPARATORY:
        return name
    return f"{name} ({voice.words['preparatory']})"


def _seats(voice: Voice, one: Round) -> Iterator[Row]:
    for party, delegates in one.delegations.items():
        for each in delegates:
            yield (
                voice.party(party),
                each.person,
                each.office,
                voice.words[each.capacity],
                voice.words[each.presence],
                each.substitute_for,
                "" if each.since is None else each.since.isoformat(),
            )


def _outcomes(voice: Voice) -> Annex:
    heading = (
        *(voice.say("text_of", party=voice.party(one)) for one in voice.record.parties),
        voice.words["standing"],
    )
    tables = (
        Table(
            caption=voice.say("outcomes_table", round=voice.round(one)),
            heading=heading,
            rows=tuple(_outcome(voice, row) for row in voice.record.outcome_rows(one.key)),
        )
        for one in voice.record.rounds
        if voice.record.outcomes.get(one.key)
    )
    return Annex(key="outcomes", title=voice.words["outcomes"], tables=tuple(tables))


def _outcome(voice: Voice, row: OutcomeRow) -> Row:
    texts = [
        voice.of(row.texts[party].text) if party in row.texts else ""
        for party in voice.record.parties
    ]
    if len(row.texts) == len(texts):
        return (*texts, voice.words["in_both"])
    if row.only_in is None:
        return (*texts, voice.words["not_said"])
    return (*texts, voice.say("in_one", party=voice.party(row.only_in)))


def _deliverables(voice: Voice) -> Annex:
    table = deliverables_table(voice, voice.record.deliverables)
    return Annex(key="deliverables", title=voice.words["deliverables_title"], tables=(table,))


def deliverables_table(voice: Voice, promised: Sequence[Deliverable]) -> Table:
    """Return what was promised, with its test, its days and what became of it."""
    names = {one.key: voice.round(one) for one in voice.record.rounds}
    heading = (
        "round",
        "promised",
        "owner",
        "test",
        "first_due",
        "due",
        "state",
        "carried",
        "last_report",
    )
    rows = tuple((names[one.round_key], *_deliverable(voice, one)) for one in promised)
    return _table(voice, voice.words["deliverables_table"], heading, rows)


def _deliverable(voice: Voice, one: Deliverable) -> Row:
    words = voice.words
    return (
        voice.of(one.text) or words["not_shown"],
        words["both"] if one.owner is None else voice.party(one.owner),
        voice.of(one.acceptance_test) or words["no_test_stated"],
        words["no_day"] if one.first_due is None else one.first_due.isoformat(),
        words["no_day"] if one.due is None else one.due.isoformat(),
        words[one.state],
        str(one.carried_over),
        _report(voice, one.progress[-1]) if one.progress else words["nothing_reported"],
    )


def _report(voice: Voice, said: Progress) -> str:
    day = f"{said.on}: " if said.on else ""
    source = f" ({said.source})" if said.source else ""
    return f"{day}{voice.of(said.text)}{source}"
