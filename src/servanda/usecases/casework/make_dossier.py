"""Put one case with its receipts and proofs together, as its handling allows.

What a marking or a use limit holds back is withheld and named; the dossier is made all the same.

Source: docs/spec/dossier.md.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from servanda.core.dossier.parts import Dossier, DossierStatement
from servanda.core.dossier.verify import with_clocks
from servanda.core.errors import InvalidInputError
from servanda.core.exchange.leaf import VerifiedStatement
from servanda.core.handling.doors import Door, Passage, Ruling, passage
from servanda.core.identifiers import Digest, PartyId, digest_from_hash, format_instant
from servanda.core.suspension.fold import ACCORD, SUSPENSION_TYPES
from servanda.usecases.accords.accord_state import accord_document, read_pair_state
from servanda.usecases.casework.fold_case import CaseReader, read_pair_terms
from servanda.usecases.casework.follow_casework import follow_casework
from servanda.usecases.conduct.counted_statements import counted_of_types
from servanda.usecases.exchange.proven_leaves import ProvenLeaves
from servanda.usecases.handling.stored_handling import is_stored_consent, whole_handling
from servanda.usecases.ports.passages import PassageRecord
from servanda.usecases.ports.records import PairRecord
from servanda.usecases.reading.show_statement import find_statement
from servanda.usecases.services import Services

# For whom, and the door it leaves by.
PURPOSES: Mapping[str, Door] = {"file": Door.OWN_FOLDER, "court": Door.COURT}


class NoCaseError(InvalidInputError):
    """A statement is named that opens no case, or whose receipt has not come."""

    code: ClassVar[str] = "no-case"


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierResult:
    """A dossier, put together.

    Attributes:
        dossier: Its parts.
        withheld: Leaf hashes of the statements whose bodies stay out.
    """

    dossier: Dossier
    withheld: tuple[Digest, ...]


def make_dossier(
    name: str,
    *,
    purpose: str,
    reason: str | None,
    consents: Sequence[Digest] = (),
    language: str,
    services: Services,
) -> DossierResult:
    """Return the dossier of the case that `name` opens.

    Args:
        name: Of the request, information or call; as `show_statement`.
        purpose: One of `PURPOSES`.
        reason: The words that let pass what may pass by word; they are noted and printed.
        consents: Leaf hashes of statements by which the other side consents; noted and printed.
        language: Of the page.
        services: The node's ports.

    Raises:
        InvalidInputError: There is no such statement or purpose.
        NoCaseError: It opens no case.
    """
    if purpose not in PURPOSES:
        raise InvalidInputError(f"expected one of {', '.join(PURPOSES)}, found {purpose!r:.40}")
    read = _read_case(name, services=services)
    now = services.clock.now()
    bodies = _Bodies(
        purpose=purpose,
        reason=(reason or "").strip(),
        consents=consents,
        pair=read.pair,
        services=services,
    )
    proven = ProvenLeaves(read.pair.own, store=services.store)
    shown = tuple(bodies.shown(one, proven) for one in read.statements)
    dossier = Dossier(
        language=language,
        purpose=purpose,
        made_by=read.pair.own.from_party,
        made_at=format_instant(now),
        case=read.case,
        accord=read.document,
        versions=read.versions,
        keys=proven.key_leaves(read.parties),
        statements=shown,
        beside=tuple(proven.with_receipt(one) for one in read.beside),
        clocks=(),
    )
    whole = with_clocks(dossier)  # the verdicts, as any reader reckons them
    services.store.note_passages(bodies.passed)
    return DossierResult(dossier=whole, withheld=_withheld(read.statements, shown))


def _withheld(
    statements: Sequence[VerifiedStatement], shown: Sequence[DossierStatement]
) -> tuple[Digest, ...]:
    pairs = zip(statements, shown, strict=True)
    return tuple(one.digest for one, part in pairs if part.withheld)


@dataclass(frozen=True, slots=True, kw_only=True)
class _ReadCase:
    """A case as it stands in the store.

    Attributes:
        pair: Whose case it is.
        case: Leaf hash of what it is about.
        statements: In the order in which they count.
        beside: What its clocks rest on besides.
        document: The accord in force.
        versions: Other versions that statements name, as far as they are held.
        parties: In its order.
    """

    pair: PairRecord
    case: Digest
    statements: Sequence[VerifiedStatement]
    beside: Sequence[VerifiedStatement]
    document: bytes
    versions: tuple[bytes, ...]
    parties: tuple[PartyId, PartyId]


def _read_case(name: str, *, services: Services) -> _ReadCase:
    pair, facts = find_statement(name, services=services)
    follow_casework(pair, services=services)
    terms = read_pair_terms(pair, services=services)
    newest = read_pair_state(pair, services=services).newest_accord
    if terms is None or newest is None:
        raise NoCaseError("expected a case under an accord in force, found none in force")
    document = accord_document(newest.digest, pair, services=services)
    if document is None:
        raise NoCaseError("expected the accord's document, found it erased")
    reader = CaseReader(pair.own, terms=terms, source=services.store)
    statements = reader.in_order(facts.leaf_hash)
    if not statements or statements[0].leaf_hash != facts.leaf_hash:
        raise NoCaseError(
            f"expected a request, information or call that was receipted, found {facts.type}"
        )
    beside = [*reader.beside(facts.leaf_hash), *_suspensions(pair, services=services)]
    beside.sort(key=lambda one: (str(one.origin), one.index))
    named = {one.header.accord for one in (*statements, *beside)} - {newest.digest, None}
    versions = [
        accord_document(one, pair, services=services) for one in sorted(filter(None, named))
    ]
    return _ReadCase(
        pair=pair,
        case=digest_from_hash(facts.leaf_hash),
        statements=statements,
        beside=beside,
        document=document,
        versions=tuple(one for one in versions if one is not None),
        parties=newest.accord.parties,
    )


def _suspensions(pair: PairRecord, *, services: Services) -> Iterator[VerifiedStatement]:
    """Yield what was said of suspending the accord; through that the clocks of the case ran on."""
    for one in counted_of_types(pair, SUSPENSION_TYPES, services=services):
        if one.statement.header.facts.get("scope") == ACCORD:
            yield one.statement


class _Bodies:
    """Decides of each statement whether its body goes along, and notes what passed by word."""

    def __init__(
        self,
        *,
        purpose: str,
        reason: str,
        consents: Sequence[Digest],
        pair: PairRecord,
        services: Services,
    ) -> None:
        self._door, self._reason, self._consents = PURPOSES[purpose], reason, consents
        self._pair, self._services = pair, services
        self.passed: list[PassageRecord] = []

    def shown(self, statement: VerifiedStatement, proven: ProvenLeaves) -> DossierStatement:
        receipted = proven.with_receipt(statement)
        handling = whole_handling(statement.leaf_hash, services=self._services)
        if handling is None:
            raise NoCaseError(f"expected {statement.digest} to be stored, found that it is gone")
        found = passage(handling, self._door, by=self._pair.own.from_party)
        held = self._services.store.bodies([statement.leaf_hash]).get(statement.leaf_hash)
        consent = self._consent(statement, found)
        passes = found.lets(has_reason=bool(self._reason), has_consent=consent is not None)
        by_word = passes and found.ruling is not Ruling.PASSES
        words = ": ".join(filter(None, (self._reason, consent and f"--consent {consent}")))
        if held is not None and by_word:
            self._note(statement, found, words)
        return DossierStatement(
            leaf=receipted.leaf,
            receipt=receipted.receipt,
            before=receipted.before,
            listed=receipted.listed,
            salted_body=held.salt + held.body if held is not None and passes else None,
            withheld=found.barrier if held is not None and not passes else "",
            marking=handling.marking,
            use=handling.use,
            codes=tuple(sorted(handling.codes)),
            pap=handling.pap,
            reason=words if held is not None and by_word else "",
        )

    def _consent(self, statement: VerifiedStatement, found: Passage) -> Digest | None:
        """Return the consent that frees a statement whose author controls where it goes."""
        if found.of_code is not Ruling.WITH_CONSENT:
            return None
        us = self._pair.own.from_party
        for one in self._consents:
            if is_stored_consent(one, statement.leaf_hash, by=us, services=self._services):
                return one
        return None

    def _note(self, statement: VerifiedStatement, found: Passage, words: str) -> None:
        self.passed.append(
            PassageRecord(
                leaf_hash=statement.leaf_hash,
                door=self._door.value,
                marking=found.marking,
                use=found.use,
                reason=words,
                at=self._services.clock.now(),
            )
        )
