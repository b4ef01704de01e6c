"""One good example of each statement type: facts, body, and what else its header needs."""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from servanda.core.canonical import JsonObject
from servanda.core.identifiers import Digest, PartyId, digest_of
from servanda.core.statements.header import EMPTY_ROOT, Header, Seen

ALICE = PartyId("alice.example")
BOB = PartyId("bob.example")

ACCORD_ID = digest_of(b"an accord")
EARLIER_LEAF = digest_of(b"the leaf that is answered")
PREVIOUS_LEAF = digest_of(b"the leaf before")
SOME_BODY = digest_of(b"salt and body")
NOON = datetime(2026, 3, 2, 12, 0, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """What a good statement of one type has beside the fields that every header has."""

    facts: JsonObject
    body: JsonObject | None = None
    has_ref: bool = False


SAMPLES: Mapping[str, Sample] = {
    "proposal": Sample(facts={}, body={"v": "servanda-accord/1"}),
    "acceptance": Sample(facts={}, has_ref=True),
    "key": Sample(
        facts={
            "add": {"kem-2026b": b64encode(bytes(range(152)) * 8).decode()},
            "retire": ["kem-2026a"],
        }
    ),
    "calendar": Sample(
        facts={
            "closed": ["2026-05-01"],
            "complete_until": "2026-12-31",
            "offsets": [
                {"from": "2025-10-26T01:00:00Z", "minutes": 60},
                {"from": "2026-03-29T01:00:00Z", "minutes": 120},
            ],
            "opened": ["2026-05-09"],
            "weekend": [5, 6],
        }
    ),
    "check": Sample(facts={"step": "answer"}, has_ref=True),
    "request": Sample(
        facts={
            "commitment": "C1.2",
            "criterion": "loss_of_data",
            "elements": {"E01": "given", "E05": "given", "E10": "not_known"},
            "items": 1,
            "kind": "preservation",
            "subject": "cyber",
            "tlp": "amber",
            "urgency": "urgent",
            "use": "investigative",
        },
        body={
            "authority": "National Cyber Desk, unit 3",
            "brief_facts": "A server sends commands to stolen machines.",
            "file_number": "NC-2026-17",
            "items": [{"link": "The commands come from it.", "sought": "Connection records"}],
            "title": "Records of one server",
        },
    ),
    "acknowledgement": Sample(
        facts={"access": "direct", "tlp": "amber"},
        body={"desk": "Cyber Liaison Desk", "file_number": "CL-88"},
        has_ref=True,
    ),
    "status": Sample(
        facts={
            "ground": "ongoing_investigation",
            "step": "postponed",
            "tlp": "amber",
            "until": "2026-03-20T00:00:00Z",
        },
        body={"text": "A search is planned and must not be announced."},
        has_ref=True,
    ),
    "response": Sample(
        facts={
            "expires_at": "2026-05-01T00:00:00Z",
            "items": ["supplied"],
            "outcome": "fulfilled_full",
            "step": "final",
            "tlp": "amber",
        },
        body={"items": ["Held since noon."], "text": "The records are held."},
        has_ref=True,
    ),
    "withdrawal": Sample(
        facts={"reason": "obtained_elsewhere", "tlp": "green"},
        body={"text": "The provider answered us directly."},
        has_ref=True,
    ),
    "receipt": Sample(facts={"attachments": [digest_of(b"a ciphertext")]}),
    "refusal": Sample(facts={"code": "body_mismatch"}, has_ref=True),
    "cut": Sample(facts={"from": "2026-01-01T00:00:00Z", "until": "2026-07-01T00:00:00Z"}),
    "review": Sample(facts={"figures": digest_of(b"figures.json")}, has_ref=True),
    "dispute": Sample(
        facts={
            "about": "fork",
            "heads": [
                {"root": digest_of(b"one head"), "size": 12},
                {"root": digest_of(b"another"), "size": 12},
            ],
            "leaves": [],
        },
        body={"text": "Two heads of one size."},
    ),
}


def sample_header(
    type_name: str,
    *,
    facts: JsonObject | None = None,
    ref: Digest | None = None,
    accord: Digest | None = ACCORD_ID,
) -> Header:
    """Return a good header of `type_name` from Alice to Bob, the second leaf of her log."""
    sample = SAMPLES[type_name]
    return Header(
        from_party=ALICE,
        to_party=BOB,
        accord=accord,
        seq=1,
        prev=PREVIOUS_LEAF,
        seen=Seen(size=0, root=EMPTY_ROOT),
        time=NOON,
        type=type_name,
        facts=sample.facts if facts is None else facts,
        ref=EARLIER_LEAF if sample.has_ref and ref is None else ref,
        body=None if sample.body is None else SOME_BODY,
    )
