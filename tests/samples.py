"""One good example of each statement type: facts, body, and what else its header needs."""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from servanda.core.canonical import JsonObject
from servanda.core.identifiers import Digest, PartyId, digest_of
from servanda.core.statements.evidence_set import evidence_root
from servanda.core.statements.header import EMPTY_ROOT, Header, Seen

ALICE = PartyId("alice.example")
BOB = PartyId("bob.example")

ACCORD_ID = digest_of(b"an accord")
EARLIER_LEAF = digest_of(b"the leaf that is answered")
PREVIOUS_LEAF = digest_of(b"the leaf before")
SOME_BODY = digest_of(b"salt and body")
EVIDENCE = sorted(digest_of(name.encode()) for name in ("a report", "an article"))
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
            "elements": {
                **dict.fromkeys(("E01", "E03", "E04", "E05", "E06", "E07", "E08"), "given"),
                "E09": "given",
                "E10": "not_known",
                **dict.fromkeys(("E11", "E13", "E14", "E16", "E17", "E19", "E20"), "given"),
                **dict.fromkeys(("E21", "E22", "E24", "E25"), "given"),
                "E02": "not_applicable",
            },
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
            "elements": {
                "E03": "Section 94 of the code of procedure.",
                "E06": "Unlawful access, section 202; up to five years.",
                "E07": "To identify who rents the server.",
                "E11": [
                    {
                        "at": "2026-02-27T21:14:07Z",
                        "port": 443,
                        "type": "address",
                        "value": "198.51.100.7",
                    }
                ],
                "E13": "The records lie with the operator alone.",
                "E14": {"facts": "The operator deletes its records after seven days."},
                "E16": {"follows_by": "2026-04-15"},
                "E17": {"days": 60, "risk": "The records are deleted after seven days."},
                "E19": {"holder_may_be_told": True, "person_may_be_told": False},
                "E21": {"personal_data": True, "retain_until": "2028-03-01"},
                "E22": {"language": "en", "status": "authentic"},
                "E24": "none",
                "E25": {
                    "duty": True,
                    "name": "Duty officer",
                    "reach": "the duty line",
                    "until": "2026-03-20T00:00:00Z",
                },
            },
            "file_number": "NC-2026-17",
            "items": [
                {
                    "category": "traffic_data",
                    "from": "2026-02-20T00:00:00Z",
                    "identifier": "the server at 198.51.100.7",
                    "link": "The commands come from it.",
                    "sought": "Connection records",
                    "until": "2026-03-01T00:00:00Z",
                }
            ],
            "not_applicable": ["E02"],
            "not_known": {"E10": "The operator is not named in any register."},
            "overrides": {"R05": "The address is of a documentation range: this is a sample."},
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
    "clarification": Sample(
        facts={
            "questions": [
                {"blocking": True, "defect": "missing", "element": "E10", "number": 1},
                {"blocking": False, "defect": "unclear", "element": "E05", "number": 2},
            ],
            "step": "ask",
            "tlp": "amber",
        },
        body={
            "texts": [
                {"number": 1, "text": "Who holds the records?"},
                {"number": 2, "text": "Which machines are meant?"},
            ]
        },
        has_ref=True,
    ),
    "extension": Sample(
        facts={
            "ground": "judicial_authorisation",
            "step": "notice",
            "tlp": "amber",
            "until_day": "2026-03-18",
        },
        body={"text": "The court sits on 16 March."},
        has_ref=True,
    ),
    "renewal": Sample(
        facts={"tlp": "green", "until": "2026-08-01T00:00:00Z"},
        body={"text": "The formal request is being translated."},
        has_ref=True,
    ),
    "feedback": Sample(
        facts={
            "effects": ["blocked", "takedown"],
            "reasons": ["incomplete", "late"],
            "step": "given",
            "tlp": "amber",
            "usefulness": 1,
        },
        body={"text": "The records end a day before the theft."},
        has_ref=True,
    ),
    "information": Sample(
        facts={
            "aware_at": "2026-03-01T09:12:00Z",
            "commitment": "C1.1",
            "form": "incident",
            "pieces": 1,
            "stage": "early_warning",
            "subject": "cyber",
            "tlp": "amber",
            "use": "investigative",
        },
        body={
            "desk": "National Cyber Desk, unit 3",
            "file_number": "NC-2026-21",
            "text": "A power company reports that its files were encrypted.",
            "title": "Early warning of an incident",
        },
    ),
    "call": Sample(
        facts={
            "basis": "emergency",
            "called_at": "2026-03-02T11:40:00Z",
            "criterion": "risk_to_life_or_safety",
            "step": "made",
            "tlp": "red",
        },
        body={
            "callee": "Cyber Liaison Desk, duty contact",
            "caller": "National Cyber Desk, duty contact",
            "text": "A hospital is under attack. The written request follows today.",
        },
    ),
    "escalation": Sample(
        facts={"level": "L1", "step": "raised", "tlp": "amber", "trigger": "overdue"},
        body={
            "asks": "An answer, or a date for one.",
            "text": "Our request of 14 March is four days overdue.",
        },
        has_ref=True,
    ),
    "contact": Sample(
        facts={
            "carrier": "mail",
            "fingerprint": EARLIER_LEAF,
            "role": "duty",
            "step": "proposed",
            "tlp": "amber",
        },
        body={"address": "duty@northmark.example", "office": "Duty desk (fictional)"},
    ),
    "custody": Sample(
        facts={
            "announced": "charged",
            "announced_by": "2026-06-01",
            "day": "2026-02-20",
            "event": "arrested_reported",
            "information_grade": "3",
            "origin": EARLIER_LEAF,
            "source_grade": "D",
            "step": "event",
            "tlp": "red",
        },
        body={"source": "A newspaper, citing one unnamed official"},
        has_ref=True,
    ),
    "suspension": Sample(
        facts={
            "ground": "measure_of_the_other",
            "scope": "series",
            "series": "dialogue",
            "step": "suspended",
            "tlp": "green",
            "until": "2026-06-30",
        },
        body={"text": "Until the indictments are withdrawn."},
    ),
    "assessment": Sample(
        facts={
            "commitment": "C2",
            "confidence": "moderate",
            "elements": {"nexus": "alleged", "theft": "not_shown"},
            "evidence": evidence_root(EVIDENCE),
            "from": "2026-01-01T00:00:00Z",
            "step": "drafted",
            "tlp": "amber_strict",
            "until": "2026-02-01T00:00:00Z",
            "value": "intermediate",
        },
        body={
            "evidence": [*EVIDENCE],
            "reasons": {
                "nexus": "One origin names an institute; nothing shows who gave it the task.",
                "theft": "Entry was blocked.",
            },
            "text": "Fewer cases than before, and none that was carried through.",
        },
    ),
    "concern": Sample(
        facts={
            "commitment": "C2",
            "elements": ["nexus", "theft"],
            "evidence": EARLIER_LEAF,
            "step": "issued",
            "tlp": "amber_strict",
        },
        body={
            "asks": "What was done about it.",
            "claims": [
                {
                    "document": EARLIER_LEAF,
                    "information_grade": "3",
                    "says": "Designs were copied by night.",
                    "source": "Report of a security firm",
                    "source_grade": "C",
                }
            ],
            "text": "Two reports say that designs were taken for a firm's advantage.",
        },
    ),
    "reply": Sample(
        facts={"position": "explained", "tlp": "amber_strict"},
        body={"text": "The address was rented by a third party."},
        has_ref=True,
    ),
    "round": Sample(
        facts={
            "day": "2026-06-14",
            "kind": "round",
            "series": "dialogue",
            "step": "proposed",
            "tlp": "amber",
            "utc_offset_minutes": 480,
        },
        body={"place": "Beijing", "title": "Second round"},
    ),
    "outcome": Sample(
        facts={
            "language": "en",
            "points": 2,
            "released": "2026-06-15",
            "step": "published",
            "tlp": "clear",
        },
        body={
            "items": [
                {"key": "hotline", "text": "The hotline is tested before September."},
                {"key": "exercise", "text": "A second exercise is held."},
            ]
        },
        has_ref=True,
    ),
    "deliverable": Sample(
        facts={"due": "2026-08-31", "owner": "both", "step": "proposed", "tlp": "green"},
        body={
            "acceptance_test": {"en": "A call is answered in 15 minutes."},
            "text": {"en": "Test the hotline.", "zh-Hans": "测试热线。"},
        },
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
