"""Show one statement whole: header, body while it is held, its three facts, and its proof.

Source: docs/spec/log.md, C2SP tlog-proof for the proof.
"""

import re
from dataclasses import dataclass

import orjson

from servanda.core.canonical import JsonObject
from servanda.core.errors import InvalidInputError
from servanda.core.faults import Expected, Fault, Found, expect
from servanda.core.forms.checklist import Checklist
from servanda.core.identifiers import HASH_BYTES, Digest, Origin, digest_from_hash
from servanda.core.tlog.proof import build_proof, encode_proof
from servanda.usecases.casework.received_checklist import received_checklist
from servanda.usecases.exchange.rejection import rejection_faults
from servanda.usecases.exchange.stored_tree import StoredNodes
from servanda.usecases.ports.records import LeafRecord, PairRecord, StatementFacts
from servanda.usecases.reading.views import StatementView, view_of, with_filings
from servanda.usecases.services import Services

_HEX = re.compile(r"[0-9a-f]+")
MIN_PREFIX = 6  # hex digits of a leaf hash that people type


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownStatement:
    """One statement whole.

    Attributes:
        view: What people are shown.
        note: The exact bytes that were signed.
        body: The body's members; None if it has none, or it is erased.
        proof: A tlog-proof that the statement is in its log; None before a head covers it.
        checklist: Of a request, by the form; None of anything else.
        fault: Why the leaf was rejected, as a value; None if it was not, or can only be read.
    """

    view: StatementView
    note: bytes
    body: JsonObject | None
    proof: bytes | None
    checklist: Checklist | None
    fault: Fault | None


def show_statement(*, name: str, services: Services) -> ShownStatement:
    """Return the statement that `name` means.

    Args:
        name: A leaf hash, with or without `sha256:`, or its first digits; or a ticket.
        services: The node's ports.

    Raises:
        InvalidInputError: Nothing is named so, or more than one thing.
    """
    pair, facts = find_statement(name, services=services)
    store = services.store
    (record,) = store.leaves(facts.origin, facts.index, facts.index + 1)
    held = store.bodies([record.leaf_hash]).get(record.leaf_hash)
    (view,) = with_filings([view_of(facts, pair, store=store)], store=store)
    body = None if held is None else orjson.loads(held.body)
    return ShownStatement(
        view=view,
        note=record.note,
        body=body,
        proof=_proof(facts, record, services=services),
        checklist=received_checklist(view, body, pair=pair, services=services),
        fault=rejection_faults(pair, services=services).get(view.leaf) if view.reason else None,
    )


def find_statement(name: str, *, services: Services) -> tuple[PairRecord, StatementFacts]:
    """Return the statement that `name` means, and its pair; as `show_statement`."""
    digits = name.removeprefix("sha256:").lower()
    queued = services.store.ticket(name)
    if queued is not None:
        if queued.leaf_hash is None:
            raise InvalidInputError(Fault("", expect(Expected.STATEMENT_IN_LOG), name))
        digits = queued.leaf_hash.hex()
    if len(digits) < MIN_PREFIX:
        raise InvalidInputError(Fault("", expect(Expected.LEAF_DIGITS, least=MIN_PREFIX), name))
    found = [
        (pair, facts)
        for pair in services.store.pairs()
        for origin in (pair.own, pair.own.reverse)
        for facts in _facts_named(digits, origin, services=services)
    ]
    if len(found) != 1:
        count = len(found) or Found.NOTHING
        raise InvalidInputError(Fault(name, expect(Expected.ONE_STATEMENT), count))
    return found[0]


def _facts_named(digits: str, origin: Origin, *, services: Services) -> list[StatementFacts]:
    """Return the statements of one log whose leaf hash begins with `digits`."""
    if len(digits) == 2 * HASH_BYTES and _HEX.fullmatch(digits) is not None:
        facts = services.store.facts(bytes.fromhex(digits))
        return [] if facts is None or facts.origin != origin else [facts]
    every = services.store.facts_of(origin)
    return [facts for facts in every if facts.leaf_hash.hex().startswith(digits)]


def leaf_named(name: str, *, services: Services) -> Digest:
    """Return the whole leaf hash of the statement that `name` means."""
    return digest_from_hash(find_statement(name, services=services)[1].leaf_hash)


def _proof(facts: StatementFacts, record: LeafRecord, *, services: Services) -> bytes | None:
    head = services.store.checkpoint(facts.origin)
    if head is None or head.size <= record.index:
        return None
    nodes = StoredNodes(services.store, facts.origin)
    return encode_proof(build_proof(nodes, leaf_index=record.index, checkpoint=head.note))
