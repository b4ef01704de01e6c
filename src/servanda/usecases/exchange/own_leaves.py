"""Write the next leaves of our own log: place, sign, and judge them as the counterpart will.

Nothing is stored here and nothing is signed that our own judge would refuse: an invalid leaf of
ours would stand in both logs for ever.

Source: docs/spec/exchange.md, "Sending a statement".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from servanda.core import canonical
from servanda.core.canonical import JsonObject
from servanda.core.envelope.notes import NoteSigner, UnsignableTextError, build_note
from servanda.core.envelope.run import CarriedLeaf
from servanda.core.errors import InvalidInputError
from servanda.core.exchange.accord_timeline import ACCEPTANCE, PROPOSAL
from servanda.core.exchange.judge import CheckedSignature, judge_received
from servanda.core.exchange.leaf import RejectedLeaf, VerifiedStatement, read_leaf
from servanda.core.exchange.pair import PairState
from servanda.core.identifiers import Digest, PartyId, digest_from_hash
from servanda.core.keys.rotation import WantedKeys, missing_key_leaves
from servanda.core.statements.body import body_digest
from servanda.core.statements.header import Header, Seen, encode_header
from servanda.usecases.keys.own_keys import KEY, ForeignSignKeyError
from servanda.usecases.ports.records import QueuedStatement

_VERSION_MEANT = frozenset({PROPOSAL, ACCEPTANCE})


class IllegalStatementError(InvalidInputError):
    """A statement of ours would be refused where it would stand; it is not appended."""

    code: ClassVar[str] = "illegal-statement"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a leaf will say, before it has a place.

    Attributes:
        type: Its type.
        facts: Its coded fields.
        ref: What it answers.
        accord: For proposal and acceptance the version meant; else left to the place.
        salt: With `body`, 32 random bytes.
        body: The body's bytes.
        att: Digests of attachment ciphertexts.
    """

    type: str
    facts: JsonObject
    ref: Digest | None = None
    accord: Digest | None = None
    salt: bytes | None = None
    body: bytes | None = None
    att: Sequence[Digest] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A signed leaf of ours, not stored yet, and what travels with it."""

    leaf: VerifiedStatement
    carried: CarriedLeaf

    @property
    def size(self) -> int:
        """How many bytes of an envelope it takes."""
        return (
            len(self.carried.note) + len(self.carried.salt or b"") + len(self.carried.body or b"")
        )


def draft_of(statement: QueuedStatement) -> Draft:
    """Return a queued statement as a draft."""
    return Draft(
        type=statement.type,
        facts=canonical.parse_object(statement.facts),
        ref=None if statement.ref is None else digest_from_hash(statement.ref),
        accord=None if statement.accord is None else Digest(statement.accord),
        salt=statement.salt,
        body=statement.body,
        att=tuple(Digest(digest) for digest in statement.attachments),
    )


def write_leaf(
    draft: Draft, *, pair: PairState, us: PartyId, signer: NoteSigner, now: datetime
) -> Written:
    """Sign `draft` as our next leaf and add it to `pair`.

    Args:
        draft: What to say.
        pair: As it is; on success it has the leaf, on error it is unchanged.
        us: Our party.
        signer: Our sign key.
        now: By our clock.

    Raises:
        IllegalStatementError: The leaf would not be valid at its place.
        ForeignSignKeyError: Nobody would take our signature.
    """
    past = pair.past_of_next(us)
    verifier = past.own_keys.newest.sign_verifier
    if verifier.key_id != signer.key_id and draft.type != KEY:
        raise ForeignSignKeyError(
            "the sign key in the home is not the one that holds at the end of our log; restore "
            "the keys that belong to this store"
        )
    text = encode_header(_header(draft, pair=pair, us=us, now=now))
    try:
        note = build_note(text, [signer])
    except UnsignableTextError as error:
        raise IllegalStatementError(error.problem) from error
    received = read_leaf(note)
    judged = judge_received(
        received,
        origin=pair.origin(us),
        past=past,
        # Just signed with this key; to verify our own signature again would double the cost.
        checked=CheckedSignature(leaf_hash=received.leaf_hash, verifier=verifier),
    )
    if isinstance(judged, RejectedLeaf):
        fault = judged.fault
        raise IllegalStatementError(
            f"{draft.type}: {judged.reason}" if fault is None else fault.within(draft.type)
        )
    pair.add(judged, body=draft.body)
    return Written(leaf=judged, carried=CarriedLeaf(note=note, salt=draft.salt, body=draft.body))


def missing_keys(pair: PairState, *, us: PartyId, wanted: WantedKeys) -> list[Draft]:
    """Return the `key` leaves that have to stand in our log before anything else we say."""
    keys = pair.log(us).keys
    return [Draft(type=KEY, facts=facts) for facts in missing_key_leaves(keys, wanted)]


def _header(draft: Draft, *, pair: PairState, us: PartyId, now: datetime) -> Header:
    past = pair.past_of_next(us)
    previous = past.own_previous_hash
    seen_size = past.other_size
    in_force = past.accord_for(past.own_size, seen_size)
    accord = None if in_force is None else in_force.digest
    if draft.type in _VERSION_MEANT:
        accord = draft.accord
    has_body = draft.salt is not None and draft.body is not None
    return Header(
        from_party=us,
        to_party=pair.counterpart(us),
        accord=accord,
        seq=past.own_size,
        prev=None if previous is None else digest_from_hash(previous),
        seen=Seen(size=seen_size, root=digest_from_hash(past.other_root_at(seen_size))),
        time=now,
        type=draft.type,
        facts=draft.facts,
        ref=draft.ref,
        body=body_digest(draft.salt or b"", draft.body or b"") if has_body else None,
        att=tuple(draft.att),
    )
