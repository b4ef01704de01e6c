"""Refuse a move in a case before it is sent, if the life cycle does not allow it now.

What is receipted decides, and what we have said ourselves and is still on its way, as if it had
arrived this moment. It is a courtesy to ourselves: a counterpart's statement may yet arrive that
makes a move illegal, and then the fold says so on both sides.

Source: docs/spec/casework.md, "Conditions".
"""

from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

from servanda.core.casework.case import Case
from servanda.core.casework.casework import Casework
from servanda.core.casework.conditions import CONDITIONS
from servanda.core.casework.fold import CASEWORK_TYPES
from servanda.core.casework.transitions import TRANSITIONS, Actor, event_of, legal_events
from servanda.core.errors import InvalidInputError
from servanda.core.exchange.leaf import VerifiedStatement
from servanda.core.faults import Expectation, Expected, Fault, expect
from servanda.core.identifiers import Digest, hash_from_digest
from servanda.usecases.casework.fold_case import CaseReader, read_pair_terms
from servanda.usecases.casework.follow_casework import follow_casework
from servanda.usecases.exchange.leaf_records import verified_leaf
from servanda.usecases.ports.casework import CaseStatement
from servanda.usecases.ports.records import VALID, PairRecord
from servanda.usecases.services import Services

_CHECK = "check"


class IllegalMoveError(InvalidInputError):
    """A statement about a case would have no effect in the state reached; it is not sent.

    Attributes:
        event: What was to be said.
        state: Of the request; empty where it is about none.
        legal: What may be said instead.
        is_condition: Whether the state allows it, but what it needs beside is missing.
    """

    code: ClassVar[str] = "illegal-move"

    def __init__(self, event: str, *, state: str, legal: Sequence[str], is_condition: bool) -> None:
        """Take what was to be said, where the request stands, and what may be said instead."""
        self.event, self.state, self.legal = event, state, tuple(legal)
        self.is_condition = is_condition
        super().__init__(Fault("", self._expected(), event))

    def _expected(self) -> Expectation:
        if not self.state:
            return expect(Expected.OPEN_TO_IT, move=self.event)
        if self.is_condition:
            return expect(Expected.NEEDED, move=self.event, words=self.legal)
        if self.legal:
            return expect(Expected.MOVE, words=self.legal, state=self.state)
        return expect(Expected.NO_MOVE, state=self.state)


def require_legal_move(
    leaf: VerifiedStatement,
    *,
    before: Sequence[VerifiedStatement],
    pair: PairRecord,
    services: Services,
) -> None:
    """Require that `leaf`, written on trial, would have an effect if it arrived now.

    Args:
        leaf: What is to be said.
        before: What of ours waits in the queue before it and is about the same case.
        pair: Between whom.
        services: The node's ports.

    Raises:
        IllegalMoveError: It would be out of state; the legal moves are named.
    """
    ref = leaf.header.ref
    if ref is None or leaf.header.type not in CASEWORK_TYPES or leaf.header.type == _CHECK:
        return
    follow_casework(pair, services=services)
    terms = read_pair_terms(pair, services=services)
    if terms is None:
        return
    case = hash_from_digest(ref)
    ours = [*_on_their_way(case, pair=pair, services=services), *before, leaf]
    now = services.clock.now()
    fresh = [_as_if_received(one, case=case, at=now) for one in ours]
    reader = CaseReader(pair.own, terms=terms, source=services.store, fresh=fresh)
    reader.keep(ours)
    if leaf.digest in reader.fold(case).out_of_state:
        without = CaseReader(pair.own, terms=terms, source=services.store, fresh=fresh[:-1])
        without.keep(ours)
        raise _error(leaf, without.fold(case), ref=ref)


def _on_their_way(case: bytes, *, pair: PairRecord, services: Services) -> list[VerifiedStatement]:
    """Return our leaves about `case` that are in our log and not receipted."""
    records = services.store.leaves(pair.own, pair.receipted, pair.own_size)
    return [
        verified_leaf(pair.own, record)
        for record in records
        if record.verdict == VALID
        and record.type in CASEWORK_TYPES
        and case in (record.leaf_hash, record.ref)
    ]


def _as_if_received(leaf: VerifiedStatement, *, case: bytes, at: datetime) -> CaseStatement:
    return CaseStatement(
        case=case,
        leaf_hash=leaf.leaf_hash,
        origin=leaf.origin,
        index=leaf.index,
        received_at=at,
    )


def _error(leaf: VerifiedStatement, casework: Casework, *, ref: Digest) -> IllegalMoveError:
    event = event_of(leaf.header)
    case: Case | None = casework.cases.get(ref)
    if case is None:
        return IllegalMoveError(event, state="", legal=(), is_condition=False)
    us = leaf.header.from_party
    actor = Actor.REQUESTER if case.requester == us else Actor.RESPONDER
    row = TRANSITIONS.get(event)
    is_condition = (
        row is not None and row.actor is actor and case.state in row.states and event in CONDITIONS
    )
    return IllegalMoveError(
        event,
        state=case.state.value,
        legal=[one for one in legal_events(case.state, actor) if one != event],
        is_condition=is_condition,
    )
