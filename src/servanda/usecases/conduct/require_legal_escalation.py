"""Refuse a step on the ladder before it is sent, if it would have no effect now.

As with moves in a case: what is receipted decides, and what we have said ourselves and is still
on its way, as if it had arrived this moment.

Source: docs/spec/hotline.md, "The ladder".
"""

from collections.abc import Sequence
from typing import ClassVar

from typing_extensions import override

from servanda.core.escalation.clocks import allows_next
from servanda.core.escalation.fold import ESCALATION, Escalations
from servanda.core.escalation.ladder import STEPS, Side, level_above
from servanda.core.exchange.leaf import VerifiedStatement
from servanda.core.faults import Expectation, Expected, expect
from servanda.usecases.casework.follow_casework import follow_casework
from servanda.usecases.casework.require_legal_move import IllegalMoveError
from servanda.usecases.conduct.read_escalations import read_escalations
from servanda.usecases.exchange.leaf_records import verified_leaf
from servanda.usecases.ports.records import VALID, PairRecord
from servanda.usecases.services import Services

_RAISED = f"{ESCALATION}.raised"


class IllegalEscalationError(IllegalMoveError):
    """A step on the ladder would have no effect now; it is not sent.

    Where no ladder stands yet, it says what one may begin with.
    """

    code: ClassVar[str] = "illegal-escalation"

    @override
    def _expected(self) -> Expectation:
        if self.event == _RAISED and not self.state:
            return expect(Expected.LADDER_START)
        return super()._expected()


def require_legal_escalation(
    leaf: VerifiedStatement,
    *,
    before: Sequence[VerifiedStatement],
    pair: PairRecord,
    services: Services,
) -> None:
    """Require that `leaf`, written on trial, would have an effect if it arrived now.

    Args:
        leaf: What is to be said; only an `escalation` is looked at.
        before: What of ours waits in the queue before it and is about the same thing.
        pair: Between whom.
        services: The node's ports.

    Raises:
        IllegalEscalationError: It would have none; what may be said instead is named.
    """
    if leaf.header.type != ESCALATION:
        return
    follow_casework(pair, services=services)
    on_their_way = _on_their_way(pair, services=services)
    ours = [*on_their_way, *(one for one in before if one.header.type == ESCALATION)]
    found = read_escalations(pair, services=services, fresh=[*ours, leaf])
    if found is None or leaf.digest not in found.out_of_state:
        return
    without = read_escalations(pair, services=services, fresh=ours)
    raise _error(leaf, without or found, services=services)


def _on_their_way(pair: PairRecord, *, services: Services) -> list[VerifiedStatement]:
    """Return our escalations that are in our log and not receipted."""
    records = services.store.leaves(pair.own, pair.receipted, pair.own_size)
    return [
        verified_leaf(pair.own, record)
        for record in records
        if record.verdict == VALID and record.type == ESCALATION
    ]


def _error(
    leaf: VerifiedStatement, found: Escalations, *, services: Services
) -> IllegalEscalationError:
    ref = leaf.header.ref
    event = f"{ESCALATION}.{leaf.header.facts.get('step')}"
    rung = None if ref is None else found.rung(ref)
    if rung is None:
        return IllegalEscalationError(event, state="", legal=(), is_condition=False)
    side = Side.RAISER if rung.raiser == leaf.header.from_party else Side.ADDRESSEE
    legal = [
        f"{ESCALATION}.{step}"
        for step, row in STEPS.items()
        if row.side is side and rung.state in row.states
    ]
    now = services.clock.now()
    if side is Side.RAISER and allows_next(rung, casework=found.casework, at=now):
        above = level_above(rung.level)
        legal += [] if above is None else [_RAISED]
    return IllegalEscalationError(event, state=rung.state, legal=legal, is_condition=False)
