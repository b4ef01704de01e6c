"""What the page of a brief says about the dialogue: rounds, levels, outcomes, deliverables.

Source: docs/spec/brief.md, "The dialogue".
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from servanda.core.dialogue.cadence import Drift
from servanda.core.dialogue.delegation import Level
from servanda.core.dialogue.deliverables import Deliverable, DeliverableState
from servanda.core.dialogue.record import RoundDrift
from servanda.core.dialogue.rounds import Round
from servanda.core.identifiers import PartyId
from servanda.documents.brief.content import Basis, Sentence
from servanda.documents.brief.voice import Voice


def page_sentences(voice: Voice) -> Iterator[Sentence]:
    """Yield what the page says, the most important first."""
    yield from _standstill_sentences(voice)
    for series in voice.record.living_series:
        yield from _cadence_sentences(voice, series.name)
        yield from _level_sentences(voice, series.name)
    yield from _deliverable_sentences(voice)
    yield from _outcome_sentences(voice)


def latest_drifts(voice: Voice, name: str) -> Sequence[tuple[RoundDrift, Drift]]:
    """Return for each round told of its drift against the interval last agreed before it."""
    return [
        (found, drift)
        for found in voice.record.round_drifts(name)
        for drift in found.drifts
        if drift.is_latest and voice.covers(voice.day(found.round))
    ]


def standstill_sentences(voice: Voice, name: str) -> Iterator[Sentence]:
    """Yield for each round before which the series was suspended on how many days it was."""
    for found in voice.record.round_drifts(name):
        if found.suspended_days and found.parties[:1] == voice.record.parties[:1]:
            yield voice.sentence(
                f"suspended.{name}.{found.round.key}",
                "suspended_before",
                refs=(found.round.source,),
                round=voice.round(found.round),
                days=found.suspended_days,
            )


def _standstill_sentences(voice: Voice) -> Iterator[Sentence]:
    """Yield what is suspended or left now: a series, or the accord with all of them."""
    standing = {
        one.leaf: (series, one)
        for series in voice.record.series
        for one in series.standstills
        if one.until is None
    }
    for series, one in standing.values():
        thing = "accord" if one.is_of_accord else "series"
        yield voice.sentence(
            f"suspended.{one.leaf}",
            f"{thing}_{'left' if one.has_left else 'suspended'}",
            refs=(one.leaf,),
            series=voice.name(series.title) or series.name,
            party=voice.party(one.by),
            since=one.since,
        )


def _cadence_sentences(voice: Voice, name: str) -> Iterator[Sentence]:
    held = voice.told_rounds(name)
    if not held:
        is_earlier = bool(voice.record.held_rounds(name))
        said = "no_rounds_in_period" if is_earlier else "no_rounds"
        yield voice.sentence(f"rounds.{name}", said, refs=(name,))
        if is_earlier:
            yield _next_sentence(voice, name)
        return
    last = held[-1]
    place = next((one.place for one in last.sittings.values() if one.place), "")
    yield voice.sentence(
        f"rounds.{name}",
        "rounds_held" if place else "rounds_held_somewhere",
        refs=(one.source for one in held),
        count=len(held),
        day=voice.day(last),
        place=place,
    )
    for one in held:
        if "held" in one.differences:
            yield voice.sentence(
                f"days.{one.key}",
                "cadence_differs",
                refs=(one.source,),
                round=voice.round(one),
            )
    yield from _drift_sentences(voice, name, last=last)
    yield _next_sentence(voice, name)


def _drift_sentences(voice: Voice, name: str, *, last: Round) -> Iterator[Sentence]:
    drifts = latest_drifts(voice, name)
    for found, drift in drifts:
        if found.round is last:
            yield voice.sentence(
                f"cadence.{found.round.key}.{found.parties[0]}",
                "cadence_latest",
                refs=(found.round.source, drift.interval.source),
                day=drift.held,
                drift=voice.drift(drift),
                months=drift.interval.months,
            )
    if drifts:
        found, drift = max(drifts, key=lambda each: abs(each[1].days))
        yield voice.sentence(
            f"cadence.worst.{name}",
            "cadence_worst",
            refs=(found.round.source, drift.interval.source),
            drift=voice.drift(drift),
            round=voice.round(found.round),
        )


def _next_sentence(voice: Voice, name: str) -> Sentence:
    parties = voice.record.parties
    due = [one for one in voice.record.next_due(name, party=parties[0]) if one.is_latest]
    if not due:
        return voice.sentence(f"next.{name}", "next_has_no_due", refs=(name,))
    past = due[0].days_past(voice.today)
    said = "next_due" if past > 0 else "next_ahead"
    # A series that agreed on no interval inherits none: only the other's is known.
    is_own = any(one.intervals for one in voice.record.series if one.name == name)
    return voice.sentence(
        f"next.{name}",
        said if is_own else f"{said}_by_old",
        refs=(due[0].interval.source,),
        due=due[0].due,
        days=past,
    )


def _level_sentences(voice: Voice, name: str) -> Iterator[Sentence]:
    for change in voice.record.level_changes(name):
        if not voice.covers(voice.day(change.round)):
            continue
        yield voice.sentence(
            f"level.{change.round.key}.{change.party}",
            "level_changed",
            refs=(change.round.source,),
            round=voice.round(change.round),
            party=voice.party(change.party),
            now=voice.words[f"level_{int(change.now)}"],
            before=voice.words[f"level_{int(change.before)}"],
        )
    for one in voice.told_rounds(name):
        for party, count in one.delegation_changes.items():
            yield voice.sentence(
                f"delegation.{one.key}.{party}",
                "delegation_changed",
                refs=(one.source,),
                round=voice.round(one),
                party=voice.party(party),
                count=count,
            )
        for party in voice.record.parties:
            if one.level(party) is Level.ABSENT:
                yield voice.sentence(
                    f"absent.{one.key}.{party}",
                    "was_absent",
                    refs=(one.source,),
                    round=voice.round(one),
                    party=voice.party(party),
                )


def _deliverable_sentences(voice: Voice) -> Iterator[Sentence]:
    promised = told_deliverables(voice)
    if not promised:
        return
    states = Counter(one.state for one in promised)
    counts = {str(state): states[state] for state in DeliverableState}
    yield voice.sentence(
        "deliverables", "deliverables", refs=_sources(promised), count=len(promised), **counts
    )
    silent = [one for one in promised if one.state is DeliverableState.OPEN and not one.progress]
    overdue = [one for one in promised if one.is_overdue(voice.today)]
    # Public sources may be silent; between two nodes silence is the owner's.
    unsaid = silent if voice.basis is Basis.PUBLISHED else []
    if unsaid:
        yield voice.sentence(
            "deliverables.silent",
            "deliverables_silent",
            refs=_sources(unsaid),
            count=len(unsaid),
            past=sum(one in overdue for one in unsaid),
        )
    if late := [one for one in overdue if one not in unsaid]:
        yield voice.sentence(
            "deliverables.overdue",
            "deliverables_overdue_count" if voice.is_public else "deliverables_overdue",
            refs=_sources(late),
            count=len(late),
            names="; ".join(voice.of(one.text) or voice.words["not_shown"] for one in late),
        )
    yield from _standing_sentences(voice, promised)


def told_deliverables(voice: Voice) -> Sequence[Deliverable]:
    """Return what was promised by the end of the period and not settled before it began."""
    days = {one.key: voice.day(one) for one in voice.record.rounds}
    return [
        one
        for one in voice.record.deliverables
        if voice.since is None
        or (days[one.round_key] <= voice.today and not _is_settled_before(one, voice.since))
    ]


def _is_settled_before(one: Deliverable, day: date) -> bool:
    said = one.progress[-1].on if one.progress else None
    return one.is_settled and said is not None and said < day


def _standing_sentences(voice: Voice, promised: Sequence[Deliverable]) -> Iterator[Sentence]:
    if moved := [one for one in promised if one.carried_over]:
        times = sum(one.carried_over for one in moved)
        yield voice.sentence(
            "deliverables.moved",
            "deliverables_moved",
            refs=_sources(moved),
            count=len(moved),
            times=times,
        )
    if untested := [one for one in promised if not one.acceptance_test]:
        yield voice.sentence(
            "deliverables.untested", "no_test", refs=_sources(untested), count=len(untested)
        )


def _outcome_sentences(voice: Voice) -> Iterator[Sentence]:
    days = {one.key: voice.day(one) for one in voice.record.rounds}
    outcomes = {
        key: texts for key, texts in voice.record.outcomes.items() if voice.covers(days[key])
    }
    if not outcomes:
        return
    of_both = [key for key, texts in outcomes.items() if len(texts) > 1]
    refs = [one.source for texts in outcomes.values() for one in texts]
    yield voice.sentence("outcomes", "both_texts", refs=refs, count=len(of_both), all=len(outcomes))
    alone: Counter[PartyId] = Counter(
        row.only_in
        for key in of_both
        for row in voice.record.outcome_rows(key)
        if row.only_in is not None
    )
    for party in voice.record.parties:
        if alone[party]:
            yield voice.sentence(
                f"outcomes.only.{party}",
                "only_in",
                refs=refs,
                count=alone[party],
                party=voice.party(party),
            )


def _sources(promised: Sequence[Deliverable]) -> Sequence[str]:
    return [one.source for one in promised]
