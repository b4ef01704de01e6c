"""Judge one leaf by itself and its past: valid, or why not.

A pure function, run on both sides and by whoever checks a bundle years later, all with the same
verdict. A verdict never stops an exchange: the leaf is copied and keeps its place, and one that
is not valid has no effect for anybody. Whether a move is legal (a response to a request that
was withdrawn) is not asked here but when a cut is folded.

The hot path of receiving and of verifying. The signature is most of the cost, so it can be
checked beforehand, on several threads (`verify_signature`), and is then not checked again.

Source: docs/spec/exchange.md, "Judging a leaf".
"""

from datetime import timedelta
from typing import ClassVar, Literal, NamedTuple, NoReturn, TypeAlias

from servanda.core.accords.accord import accord_id, parse_accord
from servanda.core.envelope.notes import InvalidSignatureError, NoteVerifier
from servanda.core.envelope.run import CarriedLeaf
from servanda.core.errors import CounterpartError
from servanda.core.exchange.accord_timeline import ACCEPTANCE, PROPOSAL
from servanda.core.exchange.cut import CUT, find_cut_fault
from servanda.core.exchange.leaf import (
    CLOCK_CONFLICT,
    RECEIPT,
    REFUSAL,
    JudgedLeaf,
    ReceivedStatement,
    RejectedLeaf,
    RejectionCode,
    VerifiedStatement,
    read_leaf,
)
from servanda.core.exchange.past import AccordInForce, LeafPlace, Past
from servanda.core.faults import Expected, Fault, Found, expect
from servanda.core.identifiers import Digest, Origin, digest_from_hash
from servanda.core.keys.timeline import KeyTimeline
from servanda.core.statements.body import body_digest, parse_body
from servanda.core.statements.header import Header
from servanda.core.statements.registry import STATEMENT_TYPES
from servanda.core.statements.types import StatementType, validate_facts, validate_header

KEY = "key"

BodyFault: TypeAlias = Literal["body_missing", "body_mismatch"]

_NO_MARKS: frozenset[str] = frozenset()
_CONFLICT = frozenset({CLOCK_CONFLICT})
_VERSION_MEANT = frozenset({PROPOSAL, ACCEPTANCE})


class InvalidLeafError(CounterpartError):
    """A leaf breaks a rule; raised and caught inside this module, where it becomes a verdict."""

    code: ClassVar[str] = "invalid-leaf"


class NotUnderstoodLeafError(CounterpartError):
    """A leaf is of a type that is not known here, or not in the accord's profile; as above."""

    code: ClassVar[str] = "not-understood-leaf"


class CheckedSignature(NamedTuple):
    """Says that a leaf's signature was already verified; made by `verify_signature` alone.

    Attributes:
        leaf_hash: Of the leaf.
        verifier: The key it fits.
    """

    leaf_hash: bytes
    verifier: NoteVerifier


def verify_signature(received: ReceivedStatement, verifier: NoteVerifier) -> CheckedSignature:
    """Verify that the key behind `verifier` signed the leaf; lines of other keys prove nothing.

    Needs no past and keeps no state, so it may run on any thread ahead of judging.

    Raises:
        InvalidSignatureError: Its line is missing or does not fit.
    """
    signed = False
    for line in received.signatures:
        if line.name == verifier.name and line.key_id == verifier.key_id:
            verifier.verify(received.text, line.signature)
            signed = True
    if not signed:
        named = expect(Expected.SIGNATURE, name=verifier.name)
        raise InvalidSignatureError(Fault("", named, Found.NOTHING))
    return CheckedSignature(leaf_hash=received.leaf_hash, verifier=verifier)


def judge_leaf(carried: CarriedLeaf, *, origin: Origin, past: Past) -> JudgedLeaf:
    """Judge the next leaf of `origin`; never raises on content.

    Args:
        carried: As it came; its body is not looked at (`body_fault` does that).
        origin: The log that it is said to be of.
        past: The past of that log's next leaf.
    """
    return judge_received(read_leaf(carried.note), origin=origin, past=past, checked=None)


def judge_received(
    received: ReceivedStatement, *, origin: Origin, past: Past, checked: CheckedSignature | None
) -> JudgedLeaf:
    """Judge a leaf that is already taken apart; as `judge_leaf`.

    Args:
        received: The next leaf of the log.
        origin: The log.
        past: The past of that log's next leaf.
        checked: The result of `verify_signature`; None to verify here. If the leaf turns out
            to need another key than was used, it is verified again.
    """
    header = received.header
    code: RejectionCode = "invalid"
    problem: str | Fault
    try:
        if header is None:
            raise InvalidLeafError(received.fault or "the text is no header")
        marks = _require_valid(received, header, origin=origin, past=past, checked=checked)
    except NotUnderstoodLeafError as error:
        code, problem = "not_understood", error.problem
    except CounterpartError as error:
        problem = error.problem
    else:
        return VerifiedStatement(
            origin=origin,
            index=past.own_size,
            leaf_hash=received.leaf_hash,
            note=received.note,
            header=header,
            marks=marks,
        )
    return RejectedLeaf(
        origin=origin,
        index=past.own_size,
        leaf_hash=received.leaf_hash,
        note=received.note,
        code=code,
        reason=str(problem),
        header=header,
        fault=problem if isinstance(problem, Fault) else None,
    )


def body_fault(carried: CarriedLeaf, header: Header) -> BodyFault | None:
    """Return the code by which a valid statement is refused for its body, or None.

    A body that hashes as the header says but is not what its type demands is a mismatch too:
    nobody could make anything of it.

    Args:
        carried: As it came.
        header: Of the leaf, valid.
    """
    if header.body is None:
        # What came along unasked is dropped by the receiver; the statement is not at fault.
        return None
    if carried.salt is None or carried.body is None:
        return "body_missing"
    if body_digest(carried.salt, carried.body) != header.body:
        return "body_mismatch"
    statement_type = STATEMENT_TYPES[header.type]
    try:
        if statement_type.body_is_accord:
            is_meant = accord_id(carried.body) == header.accord and not header.att
            parse_accord(carried.body)
            return None if is_meant else "body_mismatch"
        parse_body(
            carried.body, statement_type=statement_type, facts=header.facts, attachments=header.att
        )
    except CounterpartError:
        return "body_mismatch"
    return None


def _require_valid(
    received: ReceivedStatement,
    header: Header,
    *,
    origin: Origin,
    past: Past,
    checked: CheckedSignature | None,
) -> frozenset[str]:
    """Check the rules in their order, which decides the code; return the marks.

    1. The leaf is of this log, at this place, after the leaf that is there.
    2. `seen` names a head of the other log, and one not before that of the valid leaf before.
    3. Signed by the key that holds after this very leaf.
    4. The type is known, and in use at this place.
    5. `accord` is the version in force for the leaf.
    6. Facts, `ref`, `body`, `att` as the type demands.
    7. `ref` lies in the past, at a statement that the type may answer.
    8. What single types demand of their past.
    """
    _require_place(header, origin, past)  # (1)
    _require_seen(header, past)  # (2)
    _require_signature(received, header, past, checked)  # (3)
    index, seen_size = header.seq, header.seen.size
    version = past.accord_for(index, seen_size)
    statement_type = _require_type(header, version)  # (4)
    if header.type not in _VERSION_MEANT:  # (5)
        expected = None if version is None else version.digest
        if header.accord != expected:
            _fail("accord", expected, header.accord)
    terms = None if version is None else version.accord.terms
    validate_facts(statement_type, header.facts, terms=terms)  # (6)
    validate_header(statement_type, header)
    if header.ref is not None:
        _require_ref(header.ref, header, statement_type, origin, past)  # (7)
    if header.type == CUT and version is not None:  # (8)
        fault = find_cut_fault(
            header, accord=version.accord, cuts_before=past.cuts_before(index, seen_size)
        )
        if fault is not None:
            raise InvalidLeafError(fault)
    return _find_marks(header, past, version)


def _require_place(header: Header, origin: Origin, past: Past) -> None:
    if header.from_party != origin.from_party or header.to_party != origin.to_party:
        _fail("from, to", f"{origin.from_party} to {origin.to_party}", _parties(header))
    if header.seq != past.own_size:
        _fail("seq", past.own_size, header.seq)
    previous = past.own_previous_hash
    if previous is not None and header.prev != digest_from_hash(previous):
        _fail("prev", digest_from_hash(previous), header.prev)


def _require_seen(header: Header, past: Past) -> None:
    size = header.seen.size
    if size < past.own_previous_seen_size:
        least = expect(Expected.NO_LESS, least=past.own_previous_seen_size)
        raise InvalidLeafError(Fault("seen.size", least, size))
    if size > past.other_size:
        most = expect(Expected.NO_MORE, most=past.other_size)
        raise InvalidLeafError(Fault("seen.size", most, size))
    root = digest_from_hash(past.other_root_at(size))
    if header.seen.root != root:
        _fail("seen.root", root, header.seen.root)


def _require_signature(
    received: ReceivedStatement, header: Header, past: Past, checked: CheckedSignature | None
) -> None:
    keys: KeyTimeline = past.own_keys
    if header.type == KEY:
        keys = keys.with_key_leaf(header.seq, header.facts)
    verifier = keys.newest.sign_verifier
    if (
        checked is None
        or checked.leaf_hash != received.leaf_hash
        or checked.verifier is not verifier
    ):
        verify_signature(received, verifier)


def _require_type(header: Header, version: AccordInForce | None) -> StatementType:
    statement_type = STATEMENT_TYPES.get(header.type)
    if statement_type is None:
        raise NotUnderstoodLeafError(Fault("type", expect(Expected.KNOWN_TYPE), header.type))
    # These make and carry an accord, so no profile can leave them out.
    if statement_type.before_accord:
        return statement_type
    if version is None:
        raise InvalidLeafError(Fault("type", expect(Expected.BEFORE_ACCORD), header.type))
    if version.accord.profile.get(header.type) != statement_type.version:
        found = f"{header.type} {statement_type.version}"
        raise NotUnderstoodLeafError(Fault("type", expect(Expected.PROFILE_TYPE), found))
    return statement_type


def _require_ref(
    ref: Digest, header: Header, statement_type: StatementType, origin: Origin, past: Past
) -> None:
    def is_in_past(place: LeafPlace) -> bool:
        is_own = place.party == origin.from_party
        return place.index < (header.seq if is_own else header.seen.size)

    places = [place for place in past.find(ref) if is_in_past(place)]
    if not places:
        raise InvalidLeafError(Fault("ref", expect(Expected.EARLIER_LEAF), ref))
    if header.type == REFUSAL:
        # Of the other party's, valid or not; never of what asks for no answer.
        fits = any(
            place.party != origin.from_party and place.type not in (RECEIPT, REFUSAL)
            for place in places
        )
    else:
        fits = any(statement_type.may_answer(place.type, facts=header.facts) for place in places)
    if not fits:
        found = places[0].type or "an invalid one"
        raise InvalidLeafError(Fault("ref", expect(Expected.ANSWERED, type=header.type), found))


def _find_marks(header: Header, past: Past, version: AccordInForce | None) -> frozenset[str]:
    previous_time = past.own_previous_time
    if previous_time is None or header.time >= previous_time:
        return _NO_MARKS
    # Before any accord no tolerance is agreed, so there is none.
    tolerance = timedelta(seconds=0 if version is None else version.accord.tolerance_seconds)
    # Subtracted, not added: a claimed time may be the last that can be written.
    return _CONFLICT if previous_time - header.time > tolerance else _NO_MARKS


def _parties(header: Header) -> str:
    return f"{header.from_party} to {header.to_party}"


def _fail(field_name: str, expected: object, found: object) -> NoReturn:
    exactly = expect(Expected.EXACTLY, value=str(expected))
    raise InvalidLeafError(Fault(field_name, exactly, found))
