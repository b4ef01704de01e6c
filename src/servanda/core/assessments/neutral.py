"""A judgement of a neutral assessor: signed by a key that the accord names, said by either party.

The neutral has no log. What it judges is a file of its own; a party carries it into its log, and
the other side comments and may carry it too. The signature is over the facts of the statement
and the hash of its words, so who carries it can change nothing: whoever has the log and the
accord checks it, with no file beside them.

Source: docs/spec/assessments.md, "A neutral assessor"; decision 0053.
"""

from base64 import b64decode
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from servanda.core import canonical
from servanda.core.accords.terms import Terms
from servanda.core.canonical import JsonObject
from servanda.core.envelope.notes import ed25519_signer, ed25519_verifier
from servanda.core.errors import CounterpartError
from servanda.core.identifiers import Digest, digest_of

VERSION: Final = "servanda-assessment/1"
NEUTRAL: Final = "neutral"
# Of the facts of a draft, what is the assessor's; `step` and handling are those of who carries it.
JUDGED: Final = (
    *("commitment", "from", "until", "value"),
    *("ground", "elements", "confidence", "evidence"),
)
SAID: Final = ("text", "reasons", "evidence", "claims")  # of the body


def said_digest(body: JsonObject) -> Digest:
    """Return the hash of the assessor's words; attachments are those of who carries them."""
    return digest_of(canonical.encode({name: body[name] for name in SAID if name in body}))


def signed_text(facts: JsonObject, *, name: str, signed_at: str, said: str, accord: str) -> bytes:
    """Return what a neutral assessor signs.

    Args:
        facts: Of the draft.
        name: Of the assessor, as the accord names it.
        signed_at: When, by its own clock.
        said: Hash of its words, see `said_digest`.
        accord: The version of the accord whose commitment is judged.
    """
    judged: JsonObject = {one: facts[one] for one in JUDGED if one in facts}
    whole: JsonObject = {
        "accord": accord,
        "assessor": name,
        "judged": judged,
        "said": said,
        "signed_at": signed_at,
        "v": VERSION,
    }
    return canonical.encode(whole) + b"\n"


def sign_judgement(text: bytes, *, name: str, seed: bytes) -> bytes:
    """Return the 64 bytes of the signature by the Ed25519 key made from the 32 bytes `seed`."""
    return ed25519_signer(name, seed).sign(text)


def public_of(seed: bytes) -> bytes:
    """Return the 32 bytes of the public key that belongs to the 32 bytes `seed`."""
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def is_signed_by_neutral(facts: JsonObject, *, accord: str | None, terms: Terms) -> bool:
    """Say whether a draft that names a neutral assessor was signed by the key of the accord.

    Args:
        facts: Of the draft, which fit.
        accord: The version that the statement names.
        terms: Of that version.
    """
    neutral = facts.get(NEUTRAL)
    if not isinstance(neutral, dict) or accord is None:
        return False
    name = str(neutral["name"])
    key = next((one.key for one in terms.assessors if one.name == name), None)
    if key is None:
        return False
    text = signed_text(
        facts,
        name=name,
        signed_at=str(neutral["signed_at"]),
        said=str(neutral["said"]),
        accord=accord,
    )
    try:
        verifier = ed25519_verifier(name, b64decode(key))
        verifier.verify(text, b64decode(str(neutral["signature"])))
    except CounterpartError:
        return False
    return True
