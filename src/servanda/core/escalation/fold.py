"""Fold counted statements into the ladders and the calls between two parties.

What is escalated has to count before it: a request, a call, a dispute or a contact of this pair.
Whatever is not legal in the state reached is kept, has no effect, and is listed.

Source: docs/spec/hotline.md.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from servanda.core.accords.terms import Terms
from servanda.core.casework.casework import Casework, empty_casework, terms_for
from servanda.core.casework.fold import CASEWORK_TYPES, apply_counted
from servanda.core.escalation.clocks import allows_next
from servanda.core.escalation.hotline import HotlineCall, HotlineTest, call_record
from servanda.core.escalation.ladder import (
    STEPS,
    Ladder,
    Rung,
    RungState,
    Side,
    level_above,
    may_start_at,
)
from servanda.core.exchange.order import Counted
from servanda.core.identifiers import Digest, PartyId, parse_instant

ESCALATION = "escalation"
CALL = "call"
CHECK = "check"
_DUTY = "duty"  # the role of a contact whose channel is the hotline
# The types that open something which can be escalated and is no request or call.
_OTHER_OPENINGS: Mapping[str, str] = {"dispute": "stated", "contact": "proposed"}

# What a use case has to read by type, besides the requests that these name.
ESCALATION_TYPES = frozenset((ESCALATION, CALL, CHECK, "calendar", *_OTHER_OPENINGS))


@dataclass(slots=True, kw_only=True)
class Escalations:
    """The ladders and the calls between two parties, in the order in which they count.

    Attributes:
        casework: The requests and calls that were given, folded as everywhere else.
        calls: By the leaf hash of the note of the call.
        ladders: In the order in which they were begun.
        rungs: The ladder of each `escalation` that raised a level, by its leaf hash.
        tests: The checks of a duty desk, by their leaf hash.
        out_of_state: Escalations and notes of calls without effect, in their order.
        duty: The duty contacts among `others`.
        last_calls: The last call about each request.
        others: What can be escalated beside requests and calls: its type by its leaf hash.
        open_by: The open ladder about a thing by a party: there is one at most.
        by_thing: All ladders about a thing, in their order.
    """

    casework: Casework
    calls: dict[Digest, HotlineCall] = field(default_factory=dict)
    tests: dict[Digest, HotlineTest] = field(default_factory=dict)
    ladders: list[Ladder] = field(default_factory=list)
    rungs: dict[Digest, Ladder] = field(default_factory=dict)
    out_of_state: list[Digest] = field(default_factory=list)
    others: dict[Digest, str] = field(default_factory=dict)
    duty: set[Digest] = field(default_factory=set)
    last_calls: dict[Digest, Digest] = field(default_factory=dict)
    open_by: dict[tuple[Digest, PartyId], Ladder] = field(default_factory=dict)
    by_thing: dict[Digest, list[Ladder]] = field(default_factory=dict)

    def rung(self, leaf: Digest) -> Rung | None:
        """Return the rung that the statement `leaf` raised."""
        ladder = self.rungs.get(leaf)
        if ladder is None:
            return None
        return next(rung for rung in ladder.rungs if rung.leaf == leaf)

    def last_call_about(self, request: Digest) -> Digest | None:
        """Return the last call that was about `request`."""
        return self.last_calls.get(request)

    def about(self, leaf: Digest) -> list[Ladder]:
        """Return the ladders about the statement `leaf`."""
        return self.by_thing.get(leaf, [])


def fold_escalations(
    counted: Iterable[Counted], *, terms: Mapping[Digest, Terms], parties: Sequence[PartyId]
) -> Escalations:
    """Return the ladders and calls that the counted statements come to.

    Args:
        counted: In the order of their effect; those of requests that nothing here names may be
            left out.
        terms: Of every version in force for one of them, by its id.
        parties: Both, in the order of the accord.
    """
    found = Escalations(casework=empty_casework(terms=terms, parties=parties))
    for item in counted:
        _apply(found, item)
    return found


def _apply(found: Escalations, counted: Counted) -> None:
    header, digest = counted.statement.header, counted.statement.digest
    opening = _OTHER_OPENINGS.get(header.type)
    if header.type == ESCALATION:
        if not _escalate(found, counted):
            found.out_of_state.append(digest)
    elif opening is not None:
        if header.facts.get("step", opening) == opening:
            found.others[digest] = header.type
            if header.facts.get("role") == _DUTY:
                found.duty.add(digest)
    elif header.type in CASEWORK_TYPES:
        apply_counted(found.casework, counted)
        if header.type == CALL:
            _note_call(found, counted)
        elif header.type == CHECK:
            _note_test(found, counted)


def _note_call(found: Escalations, counted: Counted) -> None:
    """Keep what one side says of a call, if casework took it for such."""
    header, digest = counted.statement.header, counted.statement.digest
    call = found.casework.calls.get(digest)
    if call is not None:
        found.calls[digest] = HotlineCall(call=call, made=call_record(counted))
        if call.request is not None:
            found.last_calls[call.request] = digest
        return
    named = None if header.ref is None else found.calls.get(header.ref)
    without_effect = found.casework.out_of_state
    if named is None or (without_effect and without_effect[-1] == digest):
        found.out_of_state.append(digest)
    else:
        named.confirmed = call_record(counted)


def _note_test(found: Escalations, counted: Counted) -> None:
    """Note a check of the duty desk, or the first answer to one by the other side.

    A check that names no channel asks the desk, whoever is on duty there.
    """
    header, digest = counted.statement.header, counted.statement.digest
    if header.ref is None:
        named = header.facts.get("contact")
        contact = None if named is None else Digest(str(named))
        if contact is not None and contact not in found.duty:
            return
        found.tests[digest] = HotlineTest(
            leaf=digest,
            contact=contact,
            asked_by=header.from_party,
            received_at=counted.received_at,
        )
        return
    test = found.tests.get(header.ref)
    if test is not None and header.from_party != test.asked_by:
        test.answered_at = test.answered_at or counted.received_at


def _escalate(found: Escalations, counted: Counted) -> bool:
    """Let an `escalation` take its effect; return False if it has none."""
    header = counted.statement.header
    step, ref = str(header.facts.get("step")), header.ref
    if ref is None:
        return False
    if step == "raised":
        below = found.rungs.get(ref)
        return _begin(found, counted, ref) if below is None else _climb(found, counted, below, ref)
    ladder, row = found.rungs.get(ref), STEPS.get(step)
    # Only the level reached is open to anything; what was passed up is answered above.
    if ladder is None or row is None or ladder.top.leaf != ref:
        return False
    rung = ladder.top
    actor = rung.raiser if row.side is Side.RAISER else rung.addressee
    if header.from_party != actor or rung.state not in row.states:
        return False
    rung.state = row.next_state
    rung.said.append(counted.statement.digest)
    at = counted.received_at
    if row.side is Side.ADDRESSEE:
        rung.acknowledged_at = rung.acknowledged_at or at
    if row.next_state is RungState.DECIDED:
        rung.decided_at, rung.decision = at, str(header.facts.get("decision", ""))
        follow_up = header.facts.get("follow_up")
        rung.follow_up = parse_instant(follow_up) if isinstance(follow_up, str) else None
    elif row.next_state is RungState.CLOSED:
        rung.closed_at = at
        del found.open_by[ladder.about, ladder.raiser]
    return True


def _begin(found: Escalations, counted: Counted, about: Digest) -> bool:
    """Begin a ladder about something that counts, unless the raiser has one open about it."""
    header = counted.statement.header
    about_type, urgency = _thing(found, about)
    level, trigger = str(header.facts.get("level")), str(header.facts.get("trigger"))
    key = (about, header.from_party)
    if key in found.open_by or not may_start_at(
        level, trigger=trigger, about_type=about_type, urgency=urgency
    ):
        return False
    rung = _rung(found, counted, urgency=urgency)
    ladder = Ladder(about=about, about_type=about_type, raiser=header.from_party, rungs=[rung])
    found.ladders.append(ladder)
    found.by_thing.setdefault(about, []).append(ladder)
    found.rungs[rung.leaf] = found.open_by[key] = ladder
    return True


def _climb(found: Escalations, counted: Counted, ladder: Ladder, ref: Digest) -> bool:
    """Raise an issue to the level above the one it stands on, if that was not answered."""
    header, below = counted.statement.header, ladder.top
    if (
        below.leaf != ref
        or header.from_party != below.raiser
        or header.facts.get("level") != level_above(below.level)
        or not allows_next(below, casework=found.casework, at=counted.received_at)
    ):
        return False
    below.state = RungState.PASSED_UP
    rung = _rung(found, counted, urgency=below.urgency)
    ladder.rungs.append(rung)
    found.rungs[rung.leaf] = ladder
    return True


def _thing(found: Escalations, about: Digest) -> tuple[str, str]:
    """Return type and urgency of what is escalated; both empty if nothing such counts."""
    case = found.casework.cases.get(about)
    if case is not None:
        return "request", case.urgency
    call = found.casework.calls.get(about)
    if call is not None:
        return CALL, call.basis
    return found.others.get(about, ""), ""


def _rung(found: Escalations, counted: Counted, *, urgency: str) -> Rung:
    header = counted.statement.header
    return Rung(
        leaf=counted.statement.digest,
        level=str(header.facts["level"]),
        trigger=str(header.facts.get("trigger", "")),
        urgency=urgency,
        raiser=PartyId(header.from_party),
        addressee=PartyId(header.to_party),
        terms=terms_for(found.casework, counted.statement),
        raised_at=header.time,
        received_at=counted.received_at,
    )
