"""The 2 kB that every exchange here carries, for us and for the peer alike.

Text that does not compress, inside the element that the peer's format demands.
"""

from base64 import b64encode
from hashlib import shake_256

from servanda.core.canonical import JsonObject
from servanda.core.forms.said import said_elements
from servanda.simulation.filled_form import filled_body

PAYLOAD_BYTES = 2_048

_START = "<Invoice xmlns='urn:oasis:names:specification:ubl:schema:xsd:Invoice-2'>"
_END = "</Invoice>"

_WORD = 60

_FACTS: JsonObject = {
    "kind": "information_request",
    "urgency": "routine",
    "commitment": "C1.1",
    "subject": "cyber",
    "items": 1,
    "use": "investigative",
    "tlp": "amber",
}


def payload_text(number: int) -> str:
    """Return the payload of the exchange `number`: always other text of the same length.

    It is broken into words, as text is: a request refuses an encoded file in its words (R12).
    """
    length = PAYLOAD_BYTES - len(_START) - len(_END)
    encoded = b64encode(shake_256(f"payload {number}".encode()).digest(length)).decode()
    filling = " ".join(encoded[at : at + _WORD] for at in range(0, len(encoded), _WORD))
    return _START + filling[:length] + _END


def request_body(number: int) -> JsonObject:
    """Return the body of a complete request that carries the payload."""
    return filled_body(
        kind="information_request",
        title="Benchmark",
        authority="Desk",
        file_number=f"B-{number}",
        brief_facts=payload_text(number),
        sought=("Records",),
    )


REQUEST_FACTS: JsonObject = {
    **_FACTS,
    "elements": said_elements(facts=_FACTS, body=request_body(0), has_files=False),
}
