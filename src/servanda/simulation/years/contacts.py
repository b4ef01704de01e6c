"""What simulated sides say of points of contact."""

from collections.abc import Callable, Mapping
from functools import partial
from hashlib import sha256
from typing import Final

from servanda.core.canonical import JsonObject
from servanda.core.identifiers import digest_from_hash
from servanda.simulation.years.saying import Occasion, Saying

_FINGERPRINT: Final = digest_from_hash(sha256(b"Simulated: the key of a channel.").digest())


def _propose(_: Occasion) -> Saying:
    facts: JsonObject = {
        "step": "proposed",
        "role": "duty",
        "carrier": "telephone",
        "fingerprint": _FINGERPRINT,
        "tlp": "amber",
    }
    body: JsonObject = {"office": "Simulated duty desk", "address": "extension 0"}
    return Saying(type="contact", facts=facts, body=body)


def _step(occasion: Occasion, *, step: str) -> Saying:
    given: Mapping[str, JsonObject] = {
        "verified": {"fingerprint": _FINGERPRINT},
        "permanent": {"mandate": True},
    }
    facts: JsonObject = {"step": step, "tlp": "amber", **given.get(step, {})}
    return Saying(type="contact", facts=facts, ref=occasion.ref)


CONTACTS: Final[Mapping[str, Callable[[Occasion], Saying]]] = {
    "propose_contact": _propose,
    "accept_contact": partial(_step, step="accepted"),
    "verify_contact": partial(_step, step="verified"),
    "retire_contact": partial(_step, step="retired"),
}
