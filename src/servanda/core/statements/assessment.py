"""`assessment`: a judgement on a commitment is drafted, commented on, and released as drafted.

A release says nothing but which draft it releases: so no other text can be released than the one
that lay before the other side.

Source: docs/spec/statements/assessment.md; effect: docs/spec/assessments.md.
"""

from typing import Final, cast

from servanda.core.accords.scale import NOT_ASSESSABLE
from servanda.core.assessments.neutral import said_digest
from servanda.core.canonical import JsonObject
from servanda.core.faults import Expected, Fault, Found, expect
from servanda.core.identifiers import Digest, format_instant, parse_instant
from servanda.core.statements.codes import (
    COMMENT_POSITIONS,
    COMMITMENT_ELEMENTS,
    CONFIDENCES,
    ELEMENT_RESULTS,
    NOT_ASSESSABLE_GROUNDS,
)
from servanda.core.statements.evidence_claims import CLAIMS
from servanda.core.statements.evidence_set import MAX_DOCUMENTS, evidence_root
from servanda.core.statements.fields import (
    AccordCode,
    Base64Bytes,
    Code,
    DigestField,
    Instant,
    ListOf,
    Text,
)
from servanda.core.statements.header import Header
from servanda.core.statements.header_rules import MarkedBody, NeedsBody, NeedsRef, NoBody
from servanda.core.statements.rules import Earlier, Needs, NeedsUnless, OnlyWith, Rising
from servanda.core.statements.schema import MapOf, Record, Schema
from servanda.core.statements.types import TLP, StatementType, with_handling

ED25519_SIGNATURE_BYTES: Final = 64
_DRAFTED, _COMMENTED = frozenset(("drafted",)), frozenset(("commented",))
_RELEASED = frozenset(("released",))
_NOT_ASSESSABLE = frozenset((NOT_ASSESSABLE,))
_JUDGED = ("commitment", "from", "until", "value")
_ELEMENTS: Final = Code(COMMITMENT_ELEMENTS)


def _reasons_of_elements(facts: JsonObject, body: JsonObject) -> Fault | None:
    """Return the fault of a body that has not one reason for each element of the facts."""
    named = sorted(cast("JsonObject", facts.get("elements", {})))
    given = sorted(cast("JsonObject", body.get("reasons", {})))
    if named == given:
        return None
    return Fault("reasons", expect(Expected.TEXTS, words=tuple(named)), given or Found.NOTHING)


def _evidence_as_named(facts: JsonObject, body: JsonObject) -> Fault | None:
    """Return the fault of a body whose evidence set is not the one that the facts name."""
    named = facts.get("evidence")
    listed = cast("list[Digest]", body.get("evidence", []))
    root = evidence_root(listed) if listed else None
    if named == root:
        return None
    if named is None:
        return Fault("evidence", expect(Expected.WITH_MEMBER, member="evidence"), root)
    return Fault("evidence", expect(Expected.EXACTLY, value=str(named)), root or Found.NOTHING)


def _words_as_signed(facts: JsonObject, body: JsonObject) -> Fault | None:
    """Return the fault of a body that has other words than a neutral assessor signed."""
    neutral = facts.get("neutral")
    if not isinstance(neutral, dict) or neutral["said"] == (found := said_digest(body)):
        return None
    return Fault("text", expect(Expected.EXACTLY, value=str(neutral["said"])), found)


def _period_is_over(header: Header) -> Fault | None:
    """Return the fault of a draft about a period that has not ended by its writer's own clock."""
    until = header.facts.get("until")
    if until is None or parse_instant(str(until)) <= header.time:
        return None
    return Fault("until", expect(Expected.PERIOD_OVER, time=format_instant(header.time)), until)


TYPE = StatementType(
    name="assessment",
    facts=with_handling(
        Schema(
            required={"step": Code(_DRAFTED | _COMMENTED | _RELEASED)},
            optional={
                "commitment": AccordCode("commitments"),
                "from": Instant(),
                "until": Instant(),
                "value": AccordCode("scale"),
                "ground": Code(NOT_ASSESSABLE_GROUNDS),
                "elements": MapOf(_ELEMENTS, Code(ELEMENT_RESULTS), most=len(COMMITMENT_ELEMENTS)),
                "confidence": Code(CONFIDENCES),
                "evidence": DigestField(),
                "neutral": Record(
                    Schema(
                        required={
                            "name": AccordCode("assessors"),
                            "signed_at": Instant(),
                            "said": DigestField(),
                            "signature": Base64Bytes(ED25519_SIGNATURE_BYTES),
                        }
                    )
                ),
                "position": Code(COMMENT_POSITIONS),
                "tlp": TLP,
            },
            rules=(
                Needs("step", _DRAFTED, _JUDGED),
                OnlyWith(
                    (*_JUDGED, "elements", "confidence", "evidence", "neutral"), "step", _DRAFTED
                ),
                OnlyWith(("ground",), "value", _NOT_ASSESSABLE),
                Needs("value", _NOT_ASSESSABLE, ("ground",)),
                NeedsUnless("value", _NOT_ASSESSABLE, ("confidence", "evidence")),
                Needs("step", _COMMENTED, ("position",)),
                OnlyWith(("position",), "step", _COMMENTED),
                Earlier("from", "until"),
            ),
        )
    ),
    body=Schema(
        required={"text": Text(40_000)},
        optional={
            "reasons": MapOf(_ELEMENTS, Text(10_000), most=len(COMMITMENT_ELEMENTS)),
            "evidence": ListOf(DigestField(), most=MAX_DOCUMENTS),
            "claims": CLAIMS,
        },
        rules=(Rising("evidence"),),
    ),
    answers=frozenset(("assessment",)),
    checks=(
        NeedsRef("step", _COMMENTED | _RELEASED),
        NeedsBody("step", _DRAFTED | _COMMENTED),
        NoBody("step", _RELEASED),
        MarkedBody(),
        _period_is_over,
    ),
    body_checks=(_reasons_of_elements, _evidence_as_named, _words_as_signed),
)
