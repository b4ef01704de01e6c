"""Leaves that each break one rule, with the verdict they must get; also the source of vectors.

All of them are the next leaf of Bob's log after `agreed_desks` and one request of Alice's.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from servanda.core.canonical import JsonValue
from servanda.core.envelope.notes import build_note
from servanda.core.exchange.leaf import VerifiedStatement
from servanda.core.identifiers import Digest, PartyId, digest_of
from servanda.core.keys.private import leaf_signer
from servanda.core.statements.header import Header, Seen, encode_header
from tests.core.exchange.world import (
    REQUEST_BODY,
    REQUEST_FACTS,
    RESPONSE_FACTS,
    Desk,
    agreed_desks,
    at,
    exchange,
)
from tests.core.keys.cast import MALLORY, secrets_of

RECEIPT_TIME = at("09:00:05")
NOTHING = digest_of(b"nothing")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Bob's desk, about to append; `request` is Alice's, at index 2, held and not receipted.

    `own` is Bob's acceptance, and `unseen` a second request of Alice's that Bob does hold but
    the bad leaves say not to have seen.
    """

    alice: Desk
    bob: Desk
    request: VerifiedStatement
    unseen: VerifiedStatement
    own: VerifiedStatement

    def receipt(self) -> Header:
        """Return an honest receipt that has seen the request and no more."""
        return self.bob.header("receipt", time=RECEIPT_TIME, seen=3)

    def answer(self, type_name: str, facts: Mapping[str, JsonValue], ref: Digest | None) -> Header:
        return self.bob.header(type_name, facts, time=RECEIPT_TIME, seen=3, ref=ref)


def make_scene() -> Scene:
    alice, bob = agreed_desks()
    request = alice.say("request", REQUEST_FACTS, time=at("09:00:00"), body=REQUEST_BODY)
    unseen = alice.say("request", REQUEST_FACTS, time=at("09:00:01"), body=REQUEST_BODY)
    exchange(alice, bob)
    own = bob.judged[bob.party][1]
    assert isinstance(own, VerifiedStatement)
    return Scene(alice=alice, bob=bob, request=request, unseen=unseen, own=own)


BadLeaf = Callable[[Scene], bytes]


def _signed(change: Callable[[Scene, Header], Header]) -> BadLeaf:
    """Return the honest receipt with one thing changed, signed by Bob's own key."""
    return lambda scene: scene.bob.sign(change(scene, scene.receipt()))


def _answer(type_name: str, facts: Mapping[str, JsonValue], ref: str | None) -> BadLeaf:
    def make(scene: Scene) -> bytes:
        targets = {
            "request": scene.request.digest,
            "unseen": scene.unseen.digest,
            "own": scene.own.digest,
            "receipt": scene.alice.judged[scene.alice.party][1].digest,
            "nothing": NOTHING,
        }
        return scene.bob.sign(scene.answer(type_name, facts, None if ref is None else targets[ref]))

    return make


def _signed_by_mallory(scene: Scene) -> bytes:
    text = encode_header(scene.receipt())
    signer = replace(leaf_signer(secrets_of(MALLORY)), name="bob.example/servanda/sign")
    return build_note(text, [signer])


def _with_altered_text(scene: Scene) -> bytes:
    note = scene.bob.sign(scene.receipt())
    return note.replace(b'"time":"2026-11-22T09:00:05Z"', b'"time":"2026-11-22T09:00:04Z"')


def _with_unsorted_members(scene: Scene) -> bytes:
    text = encode_header(scene.receipt())
    moved = b'{"v":"servanda/1",' + text[1:].replace(b',"v":"servanda/1"}', b"}")
    return build_note(moved, [leaf_signer(scene.bob.secrets)])


CUT_FACTS: Mapping[str, JsonValue] = {
    "from": "2026-11-22T00:00:00Z",
    "until": "2026-11-22T08:50:00Z",
}

BAD_LEAVES: Mapping[str, tuple[BadLeaf, str, str]] = {
    "bytes that are no note": (lambda _: b"no note", "invalid", "whole signature lines"),
    "members in another order": (_with_unsorted_members, "invalid", "canonical form"),
    "a text altered after signing": (_with_altered_text, "invalid", "does not fit"),
    "signed by a key nobody trusts": (_signed_by_mallory, "invalid", "expected a signature of"),
    "from another party": (
        _signed(lambda _, header: header._replace(from_party=MALLORY)),
        "invalid",
        "from, to:",
    ),
    "to another party": (
        _signed(lambda _, header: header._replace(to_party=PartyId("carol.example"))),
        "invalid",
        "from, to:",
    ),
    "an index already taken": (
        _signed(lambda scene, header: header._replace(seq=1, prev=scene.own.header.prev)),
        "invalid",
        "seq:",
    ),
    "an index too high": (
        _signed(lambda _, header: header._replace(seq=header.seq + 1)),
        "invalid",
        "seq:",
    ),
    "another leaf before it": (
        _signed(lambda _, header: header._replace(prev=NOTHING)),
        "invalid",
        "prev:",
    ),
    "seen that falls": (
        _signed(lambda scene, _: scene.bob.header("receipt", time=RECEIPT_TIME, seen=0)),
        "invalid",
        "seen.size: expected at least",
    ),
    "seen beyond the other log": (
        _signed(lambda _, header: header._replace(seen=Seen(size=99, root=header.seen.root))),
        "invalid",
        "seen.size: expected at most",
    ),
    "seen with another root": (
        _signed(lambda _, header: header._replace(seen=Seen(size=3, root=NOTHING))),
        "invalid",
        "seen.root:",
    ),
    "no accord though one is in force": (
        _signed(lambda _, header: header._replace(accord=None)),
        "invalid",
        "accord:",
    ),
    "another accord": (
        _signed(lambda _, header: header._replace(accord=NOTHING)),
        "invalid",
        "accord:",
    ),
    "a fact that the type has not": (
        _signed(lambda _, header: header._replace(facts={"remark": "free text"})),
        "invalid",
        "remark:",
    ),
    "a body where the type has none": (
        _signed(lambda _, header: header._replace(body=NOTHING)),
        "invalid",
        "body: expected none",
    ),
    "an attachment without a body": (
        _signed(lambda _, header: header._replace(att=(NOTHING,))),
        "invalid",
        "att:",
    ),
    "a type nobody knows": (
        _signed(lambda _, header: header._replace(type="ultimatum")),
        "not_understood",
        "a type that is known here",
    ),
    "a code that the accord has not": (
        _answer("request", {**REQUEST_FACTS, "subject": "maritime_conduct"}, None),
        "invalid",
        "subject:",
    ),
    "an answer to nothing": (
        _answer("refusal", {"code": "invalid"}, None),
        "invalid",
        "ref: expected in every",
    ),
    "an answer to an unknown leaf": (
        _answer("refusal", {"code": "invalid"}, "nothing"),
        "invalid",
        "in the past",
    ),
    "an answer to a leaf not seen": (
        _answer("refusal", {"code": "invalid"}, "unseen"),
        "invalid",
        "in the past",
    ),
    "an answer to a type that is not answered": (
        _answer("status", {"step": "under_review", "tlp": "amber"}, "own"),
        "invalid",
        "may answer",
    ),
    "a refusal of one's own statement": (
        _answer("refusal", {"code": "invalid"}, "own"),
        "invalid",
        "may answer",
    ),
    "a refusal of a receipt": (
        _answer("refusal", {"code": "invalid"}, "receipt"),
        "invalid",
        "may answer",
    ),
    "a response without its body": (
        _answer("response", RESPONSE_FACTS, "request"),
        "invalid",
        "body: expected in every",
    ),
    "a key leaf with a sheet of nobody": (
        _answer("key", {"sheet": "no sheet\n\n— x y\n"}, None),
        "invalid",
        "base64",
    ),
    "a cut before its wait is over": (
        _answer("cut", {**CUT_FACTS, "until": "2026-11-22T09:00:06Z"}, None),
        "invalid",
        "or later",
    ),
    "a cut from another start": (
        _answer("cut", {**CUT_FACTS, "from": "2026-11-22T01:00:00Z"}, None),
        "invalid",
        "where the cut before ended",
    ),
}
