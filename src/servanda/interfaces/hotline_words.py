"""Calls, ladders and the report of the hotline in a person's language, for pages and verbs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from servanda.core.casework.unasked_clocks import call_state
from servanda.core.escalation.clocks import acknowledgement_state, follow_up_is_overdue
from servanda.core.escalation.hotline import HotlineCall, Standing
from servanda.core.escalation.ladder import Ladder, Rung
from servanda.core.escalation.report import ClockCount, FollowUp, HotlineReport, call_follow_up
from servanda.core.identifiers import Digest, PartyId, format_instant
from servanda.interfaces.clocks import clock_words
from servanda.interfaces.language import text
from servanda.interfaces.words import word
from servanda.usecases.conduct.show_hotline import Hotline

# What a record states as an instant or a language stays as it is written; the rest are codes.
_CODED = frozenset(("level", "decision"))


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferenceRow:
    """One thing that the two records of a call do not say alike; a side that is silent: empty."""

    member: str
    caller: str
    callee: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallRow:
    """One call as people read it.

    Attributes:
        leaf: The note of it.
        caller: Who called.
        callee: Who was called.
        basis: What it was about.
        about: The request it is about, or that followed it; None while there is none.
        received_at: When the note was received.
        standing: What is known of it.
        is_one_sided: Whether that is the caller's word alone.
        clock: How the clock to confirm it stands.
        is_outside: Whether it lies outside the reading of the hotline that binds.
        follow_up: What became of what was to follow; empty for nothing.
        differences: What the two records do not say alike.
    """

    leaf: Digest
    caller: PartyId
    callee: PartyId
    basis: str
    about: Digest | None
    received_at: datetime
    standing: str
    is_one_sided: bool
    clock: str
    is_outside: bool
    follow_up: str
    differences: Sequence[DifferenceRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class RungRow:
    """One level of a ladder as people read it.

    Attributes:
        leaf: The statement that raised it.
        level: With who speaks there.
        trigger: Why.
        received_at: When the other side received it.
        state: Where it stands, with what was decided.
        clock: How the clock to acknowledge it stands.
        follow_up: By when more follows; empty for nothing.
        is_overdue: Whether that date, or the clock, has passed with nothing said.
    """

    leaf: Digest
    level: str
    trigger: str
    received_at: datetime
    state: str
    clock: str
    follow_up: str
    is_overdue: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderRow:
    """One ladder as people read it."""

    about: Digest
    about_type: str
    raiser: PartyId
    is_open: bool
    rungs: Sequence[RungRow]


def call_rows(hotline: Hotline, *, language: str | None = None) -> Sequence[CallRow]:
    """Return the calls of a hotline, the newest first."""
    calls = reversed([*hotline.found.calls.values()])
    return [call_row(call, hotline, language=language) for call in calls]


def call_row(call: HotlineCall, hotline: Hotline, *, language: str | None = None) -> CallRow:
    """Return one call as people read it."""
    standing = call.standing(at=hotline.now)
    state = call_state(call.call, casework=hotline.found.casework, at=hotline.now)
    followed = call_follow_up(call, hotline.found, at=hotline.now)
    by = "" if call.follow_up is None else format_instant(call.follow_up)
    return CallRow(
        leaf=call.made.leaf,
        caller=call.call.caller,
        callee=call.call.callee,
        basis=word(call.call.basis, language=language),
        about=call.call.request,
        received_at=call.call.received_at,
        standing=word(standing, language=language),
        is_one_sided=standing is Standing.ONE_SIDED,
        clock=clock_words(state, language=language),
        is_outside=call.is_outside,
        follow_up="" if followed is FollowUp.NONE else f"{word(followed, language=language)} {by}",
        differences=[
            DifferenceRow(
                member=word(one.member, language=language),
                caller=_recorded(one.member, one.caller, language=language),
                callee=_recorded(one.member, one.callee, language=language),
            )
            for one in call.differences()
        ],
    )


def ladder_rows(hotline: Hotline, *, language: str | None = None) -> Sequence[LadderRow]:
    """Return the ladders of a hotline: open ones first, of each the newest first."""
    ladders = sorted(reversed(hotline.found.ladders), key=lambda one: not one.is_open)
    return [_ladder_row(ladder, hotline, language=language) for ladder in ladders]


def report_rows(report: HotlineReport, *, language: str | None = None) -> Sequence[tuple[str, str]]:
    """Return the report of a hotline's use: what is counted, and how many."""
    return [
        (text("Calls", language=language), str(len(report.calls))),
        (text("Calls by basis", language=language), _counts(report.by_basis, language=language)),
        (text("Calls by caller", language=language), _counts(report.by_caller, language=language)),
        (text("Calls by level", language=language), _counts(report.by_level, language=language)),
        (
            text("Calls within each reading", language=language),
            _counts(report.within, language=language),
        ),
        (text("Calls outside the reading that binds", language=language), str(report.outside)),
        (text("Calls confirmed in time", language=language), _kept(report.confirmed)),
        (text("One-sided calls", language=language), str(report.one_sided)),
        (text("Calls with contradicting records", language=language), str(report.differing)),
        (
            text("Levels by level", language=language),
            _counts(report.rungs_by_level, language=language),
        ),
        (
            text("Levels by trigger", language=language),
            _counts(report.rungs_by_trigger, language=language),
        ),
        (text("Levels acknowledged in time", language=language), _kept(report.acknowledged)),
        (text("Ladders open", language=language), str(report.open_ladders)),
        (text("Follow-ups overdue", language=language), str(report.follow_ups_overdue)),
        (text("Tests of the hotline, which are no calls", language=language), str(report.tests)),
        (text("Tests answered", language=language), str(report.tests_answered)),
    ]


def reading_words(reading: str, *, language: str | None = None) -> str:
    """Return the reading of the hotline that binds, in words."""
    if not reading:
        return text("The accord has no hotline; every call is outside it.", language=language)
    told = text("The reading that binds: {reading}.", language=language)
    return told.format(reading=word(reading, language=language))


def _ladder_row(ladder: Ladder, hotline: Hotline, *, language: str | None) -> LadderRow:
    return LadderRow(
        about=ladder.about,
        about_type=word(ladder.about_type, language=language),
        raiser=ladder.raiser,
        is_open=ladder.is_open,
        rungs=[_rung_row(rung, hotline, language=language) for rung in ladder.rungs],
    )


def _rung_row(rung: Rung, hotline: Hotline, *, language: str | None) -> RungRow:
    state = acknowledgement_state(rung, casework=hotline.found.casework, at=hotline.now)
    is_late = state.verdict is not None and not state.verdict.is_in_time
    words = [word(rung.state, language=language)]
    if rung.decision:
        words.append(word(rung.decision, language=language))
    return RungRow(
        leaf=rung.leaf,
        level=word(rung.level, language=language),
        trigger=word(rung.trigger, language=language),
        received_at=rung.received_at,
        state=text(", ", language=language).join(words),
        clock=clock_words(state, language=language),
        follow_up="" if rung.follow_up is None else format_instant(rung.follow_up),
        is_overdue=(is_late and rung.acknowledged_at is None)
        or follow_up_is_overdue(rung, at=hotline.now),
    )


def _recorded(member: str, value: str | None, *, language: str | None) -> str:
    if value is None:
        return ""
    return word(value, language=language) if member in _CODED else value


def _counts(counts: Mapping[str, int], *, language: str | None) -> str:
    if not counts:
        return "0"
    comma = text(", ", language=language)
    return comma.join(f"{word(name, language=language)} {n}" for name, n in counts.items())


def _kept(count: ClockCount) -> str:
    return f"{count.in_time} / {count.due}"
