"""Check one of our own statements and put it where the sequencer will find it.

Nothing is signed here. What can be known to be wrong now is refused now, with the field, what
was expected and what was found; the sequencer judges once more at the place it gives.

Source: docs/spec/exchange.md, "Sending a statement", 1.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from servanda.core import canonical
from servanda.core.canonical import JsonObject
from servanda.core.envelope.run import MAX_BODY_BYTES
from servanda.core.errors import CounterpartError, InvalidInputError
from servanda.core.exchange.leaf import VerifiedStatement
from servanda.core.exchange.pair import LANDMARK_TYPES, PairState
from servanda.core.faults import Expected, Fault, Found, expect
from servanda.core.handling.markings import part_in
from servanda.core.handling.sealed import read_sealed_part
from servanda.core.identifiers import Digest, Origin, PartyId, digest_of, hash_from_digest
from servanda.core.statements.body import SALT_BYTES, AttachedFile, Body, encode_body, parse_body
from servanda.core.statements.registry import STATEMENT_TYPES
from servanda.core.statements.types import StatementType
from servanda.usecases.accords.accord_state import read_pair_state
from servanda.usecases.boundaries import QUEUED
from servanda.usecases.casework.prepare_request import prepare_request
from servanda.usecases.casework.require_legal_move import require_legal_move
from servanda.usecases.conduct.read_contacts import require_legal_contact
from servanda.usecases.conduct.read_persons import require_legal_custody
from servanda.usecases.conduct.read_suspensions import require_not_suspended
from servanda.usecases.conduct.require_legal_assessment import require_legal_assessment
from servanda.usecases.conduct.require_legal_concern import require_legal_concern
from servanda.usecases.conduct.require_legal_escalation import require_legal_escalation
from servanda.usecases.dialogue.require_legal_dialogue import require_legal_dialogue
from servanda.usecases.exchange.own_leaves import (
    Draft,
    IllegalStatementError,
    draft_of,
    missing_keys,
    write_leaf,
)
from servanda.usecases.handling.require_passage import NO_WORDS, HandlingWords, require_attachable
from servanda.usecases.keys.own_keys import wanted_keys
from servanda.usecases.people.draft_content import encode_content
from servanda.usecases.people.hold_draft import hold_draft, needs_approval
from servanda.usecases.ports.records import PairRecord, QueuedStatement
from servanda.usecases.reading.filings import REQUEST
from servanda.usecases.services import Services, require_pair

TICKET_BYTES = 16
MAX_TRIAL = 512  # waiting statements tried before a new one: what one step takes


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """An attachment that is already encrypted and stored.

    Attributes:
        digest: Of the ciphertext.
        file: What opens it; it goes into the body.
    """

    digest: Digest
    file: AttachedFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """A statement that is put together and not queued.

    Attributes:
        draft: What would be signed.
        pair: To whom.
        state: Both logs of the pair, as they were read for it.
    """

    draft: Draft
    pair: PairRecord
    state: PairState


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueResult:
    """A statement that waits.

    Attributes:
        ticket: Its name until it is a leaf.
        own: The log it will stand in.
        queued: False if the same ticket was queued before; nothing changed then.
        is_held: Whether it waits for a second person and is not queued yet.
    """

    ticket: str
    own: Origin
    queued: bool
    is_held: bool = False


def queue_statement(  # noqa: PLR0913 - one parameter for each part of a statement
    *,
    type: str,
    facts: JsonObject,
    body: JsonObject | None = None,
    ref: Digest | None = None,
    counterpart: PartyId | None = None,
    accord_name: str | None = None,
    attachments: Sequence[Attachment] = (),
    ticket: str | None = None,
    words: HandlingWords = NO_WORDS,
    services: Services,
) -> QueueResult:
    """Queue one statement.

    Args:
        type: A type of the accord's profile.
        facts: Its coded fields, which stand in clear for ever. Of a request, `elements` and
            `items` may be left out: they are read off the body.
        body: Its members, sealed for the counterpart alone.
        ref: What it answers.
        counterpart: To whom; may be left out where there is one pair.
        accord_name: Under which accord; likewise.
        attachments: In the order of the body's `files`.
        ticket: A name of the caller's own, so that asking twice queues once.
        words: What is said for files that go along.
        services: The node's ports.

    Raises:
        HandlingError: A file that another party gave us may not go along, or one is looser.
        InvalidInputError: It would be refused; the message names field, expected and found.
        IncompleteRequestError: A request breaks the form.
    """
    pair = require_pair(services, counterpart=counterpart, accord_name=accord_name)
    queued_before = _queued_before(ticket, services=services)
    if queued_before is not None:
        return queued_before
    composed = compose_statement(
        type=type,
        facts=facts,
        body=body,
        ref=ref,
        pair=pair,
        attachments=attachments,
        words=words,
        services=services,
    )
    return queue_draft(
        composed.draft, pair=pair, ticket=ticket, state=composed.state, services=services
    )


def compose_statement(
    *,
    type: str,
    facts: JsonObject,
    body: JsonObject | None = None,
    ref: Digest | None = None,
    pair: PairRecord,
    attachments: Sequence[Attachment] = (),
    words: HandlingWords = NO_WORDS,
    services: Services,
) -> Composed:
    """Put one statement together as `queue_statement` would queue it; nothing is written.

    Whether it would be valid, and have an effect, is asked by `require_legal`.

    Raises:
        HandlingError, InvalidInputError, IncompleteRequestError: As `queue_statement`.
    """
    statement_type = _require_type(type)
    state = read_pair_state(pair, services=services)
    facts = _whole_facts(
        statement_type,
        facts,
        body,
        has_files=bool(attachments),
        pair=pair,
        state=state,
        services=services,
    )
    data = _encode_body(statement_type, facts, body, attachments)
    require_attachable(
        [one.file for one in attachments],
        own=pair.own,
        part=part_in(facts, author=pair.own.from_party, sealed=read_sealed_part(body or {})),
        words=words,
        services=services,
    )
    salt = None if data is None else services.randomness.token(SALT_BYTES)
    att = tuple(one.digest for one in attachments)
    draft = Draft(type=type, facts=facts, ref=ref, salt=salt, body=data, att=att)
    return Composed(draft=draft, pair=pair, state=state)


def queue_draft(
    draft: Draft,
    *,
    pair: PairRecord,
    ticket: str | None = None,
    state: PairState | None = None,
    services: Services,
) -> QueueResult:
    """Queue what is already put together, after writing it on trial.

    Args:
        draft: What to say.
        pair: To whom.
        ticket: As `queue_statement`.
        state: Both logs of the pair, to be tried on, if the caller has read them.
        services: The node's ports.

    Raises:
        InvalidInputError: It would not be valid at the present end of our log.
    """
    queued_before = _queued_before(ticket, services=services)
    if queued_before is not None:
        return queued_before
    name = ticket or services.randomness.token(TICKET_BYTES).hex()
    if services.store.ticket(name) is not None:  # what failed once may fit now, by another name
        name = services.randomness.token(TICKET_BYTES).hex()
    if state is None:
        state = read_pair_state(pair, services=services)
    require_legal(draft, pair=pair, state=state, services=services)
    statement = QueuedStatement(
        ticket=name,
        own=pair.own,
        type=draft.type,
        facts=canonical.encode(draft.facts),
        ref=None if draft.ref is None else hash_from_digest(draft.ref),
        accord=draft.accord,
        salt=draft.salt,
        body=draft.body,
        attachments=tuple(draft.att),
        queued_at=services.clock.now(),
    )
    if needs_approval(draft.type, state=state, services=services):
        hold_draft(statement, services=services)
        return QueueResult(ticket=name, own=pair.own, queued=False, is_held=True)
    if services.acting.is_open:
        services.acting.note(name, digest_of(encode_content(statement)))
    return put_into_queue(statement, services=services)


def put_into_queue(statement: QueuedStatement, *, services: Services) -> QueueResult:
    """Queue what was tried and, where four eyes are asked for, approved."""
    queued = services.store.queue(statement)
    services.boundaries.reached(QUEUED)
    return QueueResult(ticket=statement.ticket, own=statement.own, queued=queued)


def _queued_before(ticket: str | None, *, services: Services) -> QueueResult | None:
    """Return what was queued under `ticket` and did not fail, or None."""
    known = None if ticket is None else services.store.ticket(ticket)
    if known is None or known.trouble:
        return None
    return QueueResult(ticket=known.ticket, own=known.own, queued=False)


def require_legal(
    draft: Draft, *, pair: PairRecord, state: PairState | None = None, services: Services
) -> None:
    """Require that `draft` would be valid after all that waits before it; as `queue_draft`.

    Raises:
        IllegalStatementError: It would not.
        IllegalMoveError: It would be valid and have no effect.
    """
    if state is None:
        state = read_pair_state(pair, services=services)
    case = None if draft.ref is None else hash_from_digest(draft.ref)
    wanted = wanted_keys(services)
    for missing in missing_keys(state, us=pair.own.from_party, wanted=wanted):
        _write_on_trial(missing, pair=pair, state=state, services=services)
    # Only these change what may follow; and none can answer a leaf that has no hash yet.
    waiting = [
        one
        for one in services.store.queued(limit=MAX_TRIAL, own=pair.own)
        if one.type in LANDMARK_TYPES or (case is not None and one.ref == case)
    ]
    before: list[VerifiedStatement] = []
    for one in waiting:
        with suppress(IllegalStatementError):  # the sequencer will say so
            leaf = _write_on_trial(draft_of(one), pair=pair, state=state, services=services)
            if one.ref == case:
                before.append(leaf)
    leaf = _write_on_trial(draft, pair=pair, state=state, services=services)
    require_legal_move(leaf, before=before, pair=pair, services=services)
    require_legal_escalation(leaf, before=before, pair=pair, services=services)
    require_legal_contact(leaf, before=before, pair=pair, services=services)
    require_legal_custody(leaf, before=before, pair=pair, services=services)
    require_not_suspended(leaf, before=before, pair=pair, services=services)
    require_legal_concern(leaf, before=before, pair=pair, services=services)
    require_legal_assessment(leaf, before=before, pair=pair, services=services)
    require_legal_dialogue(leaf, before=before, pair=pair, services=services)


def _write_on_trial(
    draft: Draft, *, pair: PairRecord, state: PairState, services: Services
) -> VerifiedStatement:
    try:
        return write_leaf(
            draft,
            pair=state,
            us=pair.own.from_party,
            signer=services.working.of(services.keys).leaf,
            now=services.clock.now(),
        ).leaf
    except CounterpartError as error:
        raise IllegalStatementError(error.within(draft.type)) from error


def _require_type(name: str) -> StatementType:
    statement_type = STATEMENT_TYPES.get(name)
    if statement_type is None:
        known = expect(Expected.CODE, words=tuple(sorted(STATEMENT_TYPES)))
        raise InvalidInputError(Fault("type", known, name))
    if not statement_type.is_statement:
        raise InvalidInputError(Fault("type", expect(Expected.OWN_STATEMENT), name))
    return statement_type


def _whole_facts(
    statement_type: StatementType,
    facts: JsonObject,
    body: JsonObject | None,
    *,
    has_files: bool,
    pair: PairRecord,
    state: PairState,
    services: Services,
) -> JsonObject:
    """Return the facts as they are queued: whole, and each of its form."""
    if statement_type.name == REQUEST and facts:
        facts = prepare_request(
            facts, body or {}, has_files=has_files, pair=pair, state=state, services=services
        )
    _require_given(statement_type, facts=facts, has_body=body is not None or has_files)
    try:
        statement_type.facts.validate(facts)
    except CounterpartError as error:
        raise IllegalStatementError(error.within(statement_type.name)) from error
    return facts


def _require_given(statement_type: StatementType, *, facts: JsonObject, has_body: bool) -> None:
    """Require what every statement of the type has, all of it named at once."""
    name = statement_type.name
    missing = [field for field in statement_type.facts.required if field not in facts]
    if missing:
        expected = expect(Expected.FACTS, words=tuple(missing), type=name)
        raise InvalidInputError(Fault(name, expected, sorted(facts) or Found.NOTHING))
    if statement_type.body_required and not has_body:
        raise InvalidInputError(Fault(name, expect(Expected.BODY, type=name), Found.NOTHING))


def _encode_body(
    statement_type: StatementType,
    facts: JsonObject,
    body: JsonObject | None,
    attachments: Sequence[Attachment],
) -> bytes | None:
    if body is None and not attachments:
        return None
    data = encode_body(Body(members=body or {}, files=tuple(one.file for one in attachments)))
    if len(data) > MAX_BODY_BYTES:
        most = expect(Expected.SIZE_OR_FILE, most=MAX_BODY_BYTES)
        raise InvalidInputError(Fault("body", most, len(data)))
    if not statement_type.body_is_accord:
        try:
            parse_body(
                data,
                statement_type=statement_type,
                facts=facts,
                attachments=[one.digest for one in attachments],
            )
        except CounterpartError as error:
            raise InvalidInputError(error.within("body")) from error
    return data
