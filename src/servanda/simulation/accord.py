"""A short accord for simulated parties: one commitment, one kind of request, one clock."""

from datetime import UTC, datetime
from typing import Final

from servanda.core.accords.terms import ClockRule, Commitment, Terms
from servanda.core.accords.terms_form import encode_terms
from servanda.core.canonical import JsonObject
from servanda.core.forms.said import said_elements
from servanda.simulation.filled_form import filled_body

START: Final = datetime(2026, 1, 10, 8, 0, tzinfo=UTC)
PERIODS: Final = (
    datetime(2026, 1, 1, tzinfo=UTC),
    datetime(2026, 7, 1, tzinfo=UTC),
    datetime(2027, 1, 1, tzinfo=UTC),
)
TOLERANCE_SECONDS: Final = 120

REQUEST_BODY: Final[JsonObject] = filled_body(
    kind="information_request",
    title="Who used this address",
    authority="A simulated authority",
    file_number="S-1",
    brief_facts="An account was taken over from 192.0.2.1.",
    sought=("Subscriber of the account",),
)
_FACTS: Final[JsonObject] = {
    "kind": "information_request",
    "urgency": "routine",
    "commitment": "C1.1",
    "subject": "cyber",
    "items": 1,
    "use": "investigative",
    "tlp": "amber",
}
REQUEST: Final[JsonObject] = {
    **_FACTS,
    "elements": said_elements(facts=_FACTS, body=REQUEST_BODY, has_files=False),
}
RESPONSE: Final[JsonObject] = {
    "step": "final",
    "outcome": "fulfilled_full",
    "items": ["supplied"],
    "tlp": "amber",
}
RESPONSE_BODY: Final[JsonObject] = {"text": "Found; see the file."}


def simulated_terms() -> JsonObject:
    """Return the terms: answer a request for information within thirty days."""
    return encode_terms(
        Terms(
            commitments=(
                Commitment(id="C1.1", nature="continuing", text={"en": "Answer in time."}),
            ),
            kinds=frozenset({"information_request"}),
            clocks=(
                ClockRule(
                    name="answer",
                    kind="*",
                    urgency="*",
                    access="*",
                    unit="calendar_days",
                    amount=30,
                    roll="none",
                ),
            ),
            grounds=frozenset({"national_security"}),
            subjects=frozenset({"cyber"}),
            grace_seconds=0,
        )
    )
