"""What counted statements mean that are about no request: information, calls, checks.

Source: docs/spec/casework.md, "Information" and "Calls"; docs/spec/deadlines.md, "Skew".
"""

from sys import intern

from servanda.core.casework.calls import Call
from servanda.core.casework.casework import Casework, terms_for
from servanda.core.casework.effects import carriage_seconds
from servanda.core.casework.feedback import read_feedback
from servanda.core.casework.information import Incident, InformationItem, StageTold
from servanda.core.exchange.order import Counted
from servanda.core.identifiers import PartyId, parse_instant


def apply_check(casework: Casework, counted: Counted) -> None:
    """Measure the clocks: T1 and T3 are what leaves say, T2 and T4 when they were received."""
    header = counted.statement.header
    if header.facts.get("step") == "ask":
        casework.skew.ask(
            counted.statement.digest,
            by=header.from_party,
            asked_at=header.time,
            received_at=counted.received_at,
        )
    elif not casework.skew.answer(
        header.ref, by=header.from_party, answered_at=header.time, received_at=counted.received_at
    ):
        casework.note_without_effect(counted.statement)


def apply_information(casework: Casework, counted: Counted) -> None:
    """Note what was given, and the stage of an incident that it tells."""
    header, digest = counted.statement.header, counted.statement.digest
    facts = header.facts
    pieces = facts.get("pieces")
    casework.informations[digest] = InformationItem(
        leaf=digest,
        giver=PartyId(intern(header.from_party)),
        receiver=PartyId(intern(header.to_party)),
        terms=terms_for(casework, counted.statement),
        form=intern(str(facts["form"])),
        subject=intern(str(facts["subject"])),
        pieces=pieces if isinstance(pieces, int) else 1,
        received_at=counted.received_at,
        carriage_seconds=carriage_seconds(counted),
    )
    stage = facts.get("stage")
    if isinstance(stage, str):
        _tell_stage(stage, casework, counted)


def _tell_stage(stage: str, casework: Casework, counted: Counted) -> None:
    """Let an incident reach a stage; each is told once, what follows is news about it."""
    header, digest = counted.statement.header, counted.statement.digest
    incident = None if header.ref is None else casework.incidents.get(header.ref)
    if incident is None:
        incident = casework.incidents[digest] = Incident(
            leaf=digest,
            giver=PartyId(intern(header.from_party)),
            terms=terms_for(casework, counted.statement),
            aware_at=parse_instant(str(header.facts["aware_at"])),
        )
    elif incident.giver != header.from_party:
        return
    incident.stages.setdefault(
        intern(stage), StageTold(leaf=digest, received_at=counted.received_at)
    )


def apply_to_information(event: str, casework: Casework, counted: Counted) -> bool:
    """Let a statement about information take its effect; return False if it is about none."""
    header = counted.statement.header
    item = None if header.ref is None else casework.informations.get(header.ref)
    if item is None:
        return False
    at, feedback = counted.received_at, item.feedback
    actor = header.from_party
    if event == "acknowledgement" and actor == item.receiver and item.acknowledged_at is None:
        item.acknowledged_at = at
    elif event == "feedback.given" and actor == item.receiver and feedback is None:
        item.acknowledged_at = item.acknowledged_at or at
        item.feedback = read_feedback(header.facts, leaf=counted.statement.digest, received_at=at)
    elif (
        event == "feedback.reply"
        and actor == item.giver
        and feedback is not None
        and feedback.replied_at is None
    ):
        feedback.replied_at, feedback.position = at, intern(str(header.facts["position"]))
    else:
        item.out_of_state.append(counted.statement.digest)
        casework.note_without_effect(counted.statement)
    return True


def apply_call(casework: Casework, counted: Counted) -> None:
    """Note a call, or that the other side confirms it; only the first confirmation counts."""
    statement = counted.statement
    header = statement.header
    if header.facts.get("step") == "made":
        casework.calls[statement.digest] = Call(
            leaf=statement.digest,
            caller=PartyId(intern(header.from_party)),
            callee=PartyId(intern(header.to_party)),
            terms=terms_for(casework, statement),
            basis=intern(str(header.facts["basis"])),
            received_at=counted.received_at,
            request=header.ref if header.ref in casework.cases else None,
        )
        return
    call = None if header.ref is None else casework.calls.get(header.ref)
    if call is None or call.callee != header.from_party or call.confirmed_at is not None:
        casework.note_without_effect(statement)
    else:
        call.confirmed_at = counted.received_at
