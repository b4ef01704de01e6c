"""Verify a dossier from its parts alone: its proofs, its order, its handling, its verdicts.

    1. the accord holds the cards of the parties, each a chain signed from its first root on
    2. each change of keys is signed, and lies in its log
    3. each statement is signed by its writer, fits its type, and lies in its log under a head
    4. its receipt is signed by the other party, lies in that log, and has seen that very head
    5. its body, where it is shown, is the one it was sent with
    6. each statement but the first is about the case, and they stand in the order that counts
    7. none is marked milder than it is, with all that it answers as far as that is here
    8. the verdicts of the clocks are those that these statements give

What is not proven: that the accord is the parties' (compare its id, or the twelve words of the
cards), and that no statement is left out: for that there is a bundle.

Source: docs/spec/dossier.md, "How it is checked".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from servanda.core.accords.accord import Accord, accord_id, parse_accord
from servanda.core.accords.terms import Terms
from servanda.core.dossier.clocks import difference, reckon_clocks
from servanda.core.dossier.markings import require_markings
from servanda.core.dossier.parts import Dossier, DossierClock, DossierStatement
from servanda.core.dossier.proofs import (
    InvalidDossierError,
    ProvenLog,
    ProvenReceipt,
    prove_statement,
)
from servanda.core.errors import CounterpartError
from servanda.core.exchange.order import Counted, merge
from servanda.core.identifiers import Digest, Origin, PartyId, parse_instant
from servanda.core.keys.card import twelve_words
from servanda.core.keys.timeline import KeyTimeline
from servanda.core.statements.body import SALT_BYTES, Body, body_digest, parse_body
from servanda.core.statements.header import Header
from servanda.core.statements.registry import STATEMENT_TYPES
from servanda.core.suspension.fold import Suspensions, fold_suspensions


class OtherVerdictError(CounterpartError):
    """A dossier states a verdict that its statements do not give."""

    code: ClassVar[str] = "other-verdict"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvenStatement:
    """A statement whose proofs hold.

    Attributes:
        proven: The statement, and when it was received.
        body: What it said; None if it is not shown.
        shown: The part it was proven from.
    """

    proven: ProvenReceipt
    body: Body | None
    shown: DossierStatement

    @property
    def leaf(self) -> Digest:
        """Its leaf hash."""
        return self.proven.statement.digest

    @property
    def header(self) -> Header:
        """What it says."""
        return self.proven.statement.header

    @property
    def receipt(self) -> Header | None:
        """What the leaf says that receipted it; None if the dossier shows none."""
        return self.proven.receipt

    @property
    def receipt_leaf(self) -> str:
        """The leaf hash of that leaf; empty if there is none."""
        return self.proven.receipt_leaf


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedDossier:
    """A dossier whose proofs hold.

    Attributes:
        dossier: Its parts.
        accord: The version in force for it.
        accord_id: Its id, which has to come from the parties or a court too.
        words: The twelve words of each party's card, for two people to compare.
        statements: In the order shown.
        is_reckoned: Whether the parts show all that the clocks rest on; else none is stated.
        suspensions: That the parts show; the clocks ran on through them.
    """

    dossier: Dossier
    accord: Accord
    accord_id: Digest
    words: Mapping[PartyId, tuple[str, ...]]
    statements: tuple[ProvenStatement, ...]
    is_reckoned: bool
    suspensions: Suspensions


def verify_dossier(dossier: Dossier) -> VerifiedDossier:
    """Verify everything about `dossier` and return what it shows.

    Raises:
        OtherVerdictError: (8) fails.
        InvalidDossierError: (6) or (7) fails, or a part belongs elsewhere.
        CounterpartError: Of the parts, for a signature, a path, a type or a format.
    """
    verified, clocks = _verified(dossier)
    if dossier.clocks != clocks:  # (8)
        raise OtherVerdictError(difference(dossier.clocks, clocks))
    return verified


def with_clocks(dossier: Dossier) -> Dossier:
    """Return `dossier` with the verdicts that its statements give.

    Raises:
        CounterpartError: As `verify_dossier`, but for the verdicts.
    """
    return replace(dossier, clocks=_verified(dossier)[1])


def _verified(dossier: Dossier) -> tuple[VerifiedDossier, tuple[DossierClock, ...]]:
    accord = parse_accord(dossier.accord)  # (1)
    terms = _terms(dossier, accord)
    logs = _logs(dossier, accord)  # (2)
    statements = tuple(_statement(shown, logs, terms) for shown in dossier.statements)
    beside = [prove_statement(shown, logs, terms) for shown in dossier.beside]
    _require_case(statements, beside, dossier.case)
    every = [one.proven for one in statements] + beside
    require_markings(  # (7)
        [(one.shown, one.proven.statement, one.body) for one in statements],
        past={one.statement.digest: one.statement for one in every},
    )
    counted = _counted(every, accord)
    clocks: tuple[DossierClock, ...] = ()
    if counted is not None:
        _require_order(statements, counted)
    is_reckoned = counted is not None and all(one.statement.header.accord in terms for one in every)
    if counted is not None and is_reckoned:
        clocks = reckon_clocks(
            Digest(dossier.case),
            counted,
            terms=terms,
            parties=accord.parties,
            at=parse_instant(dossier.made_at),
        )
    verified = VerifiedDossier(
        dossier=dossier,
        accord=accord,
        accord_id=accord_id(dossier.accord),
        words={card.party: twelve_words(card) for card in accord.cards},
        statements=statements,
        is_reckoned=is_reckoned,
        suspensions=Suspensions() if counted is None else fold_suspensions(counted),
    )
    return verified, clocks


def _terms(dossier: Dossier, accord: Accord) -> Mapping[Digest, Terms]:
    """Return the terms of each version that is here, by its id."""
    terms = {accord_id(dossier.accord): accord.terms}
    for document in dossier.versions:
        version = parse_accord(document)
        if (version.name, version.parties) != (accord.name, accord.parties):
            raise InvalidDossierError(f"expected versions of {accord.name}, found {version.name}")
        terms[accord_id(document)] = version.terms
    return terms


def _logs(dossier: Dossier, accord: Accord) -> Mapping[PartyId, ProvenLog]:
    one, other = accord.parties
    origin = Origin(from_party=one, accord_name=accord.name, to_party=other)
    return {
        log.from_party: ProvenLog(log, KeyTimeline.of_card(card), keys)
        for log, card, keys in zip(
            (origin, origin.reverse), accord.cards, dossier.keys, strict=True
        )
    }


def _statement(
    shown: DossierStatement, logs: Mapping[PartyId, ProvenLog], terms: Mapping[Digest, Terms]
) -> ProvenStatement:
    proven = prove_statement(shown, logs, terms)  # (3), (4)
    return ProvenStatement(proven=proven, body=_body(shown, proven.statement.header), shown=shown)


def _body(shown: DossierStatement, header: Header) -> Body | None:
    if shown.salted_body is None:
        return None
    salt, data = shown.salted_body[:SALT_BYTES], shown.salted_body[SALT_BYTES:]
    if body_digest(salt, data) != header.body:  # (5)
        raise InvalidDossierError(f"expected the body {header.body}, found another")
    return parse_body(
        data,
        statement_type=STATEMENT_TYPES[header.type],
        facts=header.facts,
        attachments=header.att,
    )


def _require_case(
    statements: Sequence[ProvenStatement], beside: Sequence[ProvenReceipt], case: str
) -> None:  # (6)
    leaves = {one.leaf for one in statements}
    if case not in leaves:
        raise InvalidDossierError(f"expected the statement {case}, found none")
    every = leaves | {one.statement.digest for one in beside}
    if len(every) != len(statements) + len(beside):
        raise InvalidDossierError("expected each statement once")
    if any(one.statement.header.ref == case for one in beside):
        raise InvalidDossierError("expected what is about the case among its statements")
    for one in statements:
        if one.leaf != case and one.header.ref not in leaves:
            raise InvalidDossierError(f"expected statements of one case, found {one.leaf}")


def _counted(every: Sequence[ProvenReceipt], accord: Accord) -> Sequence[Counted] | None:
    """Return all statements in the order in which they count; None if one was not received."""
    logs: dict[PartyId, list[Counted]] = {party: [] for party in accord.parties}
    for one in sorted(every, key=lambda each: each.statement.index):
        if one.received_at is None:
            return None
        logs[one.statement.origin.from_party].append(
            Counted(statement=one.statement, received_at=one.received_at, marks=frozenset())
        )
    first, second = (iter(logs[party]) for party in accord.parties)
    return list(merge(first, second))


def _require_order(statements: Sequence[ProvenStatement], counted: Sequence[Counted]) -> None:
    shown = [one.leaf for one in statements]
    leaves = set(shown)
    if shown != [one.statement.digest for one in counted if one.statement.digest in leaves]:  # (6)
        raise InvalidDossierError("expected the statements in the order in which they count")
