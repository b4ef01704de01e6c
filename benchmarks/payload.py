"""The 2 kB that every exchange here carries, for us and for the peer alike.

Text that does not compress, inside the element that the peer's format demands.
"""

from base64 import b64encode
from hashlib import shake_256

from servanda.core.canonical import JsonObject

PAYLOAD_BYTES = 2_048

_START = "<Invoice xmlns='urn:oasis:names:specification:ubl:schema:xsd:Invoice-2'>"
_END = "</Invoice>"

REQUEST_FACTS: JsonObject = {
    "kind": "information_request",
    "urgency": "routine",
    "commitment": "C1.1",
    "subject": "cyber",
    "elements": {"E01": "given", "E05": "given", "E10": "not_known"},
    "items": 1,
    "use": "investigative",
    "tlp": "amber",
}


def payload_text(number: int) -> str:
    """Return the payload of the exchange `number`: always other text of the same length."""
    length = PAYLOAD_BYTES - len(_START) - len(_END)
    filling = b64encode(shake_256(f"payload {number}".encode()).digest(length)).decode()
    return _START + filling[:length] + _END


def request_body(number: int) -> JsonObject:
    """Return the members of a request's body that carry the payload."""
    return {
        "title": "Benchmark",
        "authority": "Desk",
        "file_number": f"B-{number}",
        "brief_facts": payload_text(number),
        "items": [{"sought": "Records"}],
    }
