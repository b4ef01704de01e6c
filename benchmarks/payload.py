"""The 2 kB that every exchange here carries, for us and for the peer alike.

Text that does not compress, inside the element that the peer's format demands.
"""

from base64 import b64encode
from hashlib import shake_256

from servanda.core.canonical import JsonObject

PAYLOAD_BYTES = 2_048

_START = "<Invoice xmlns='urn:oasis:names:specification:ubl:schema:xsd:Invoice-2'>"
_END = "</Invoice>"

_WORD = 60

# What carries the payload: information given unasked, whose body is text and little else, as the
# peer's message is. A request would measure the checking of its form as well.
TYPE = "information"
FACTS: JsonObject = {
    "form": "news",
    "subject": "cyber",
    "pieces": 1,
    "use": "investigative",
    "tlp": "amber",
}

# A request's facts, for logs of which no body is looked at.
REQUEST_FACTS: JsonObject = {
    "kind": "information_request",
    "urgency": "routine",
    "commitment": "C1.1",
    "subject": "cyber",
    "items": 1,
    "use": "investigative",
    "tlp": "amber",
    "elements": {f"E{number:02}": "given" for number in (1, 3, 4, 5, 6, 7, 8, 9, 10, 11)},
}


def payload_text(number: int) -> str:
    """Return the payload of the exchange `number`: always other text of the same length."""
    length = PAYLOAD_BYTES - len(_START) - len(_END)
    encoded = b64encode(shake_256(f"payload {number}".encode()).digest(length)).decode()
    filling = " ".join(encoded[at : at + _WORD] for at in range(0, len(encoded), _WORD))
    return _START + filling[:length] + _END


def body(number: int) -> JsonObject:
    """Return the body that carries the payload of the exchange `number`."""
    return {
        "title": "Benchmark",
        "desk": "Desk",
        "file_number": f"B-{number}",
        "text": payload_text(number),
    }
