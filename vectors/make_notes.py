"""Write vectors/notes/notes.json: good and bad signed notes.

Run from the root of the project: `python vectors/make_notes.py`, with `src` on the path. All
is made from fixed seeds, so a run changes nothing, except for ML-DSA-44 signatures, which are
different each time by design and fit all the same.

What the members mean is said in vectors/notes/README.md.
"""

import json
from base64 import b64encode
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey

from servanda.core.envelope.notes import (
    ED25519,
    MAX_LEAF_BYTES,
    ML_DSA_44,
    NoteSigner,
    build_note,
    ed25519_signer,
    ml_dsa_44_signer,
    verifier_key,
)

FOLDER = Path(__file__).parent / "notes"

NAME = "alice.example/servanda/root"
ALICE_SEED, MALLORY_SEED = b"A" * 32, b"M" * 32
ALICE, ALICE_ML_DSA = ed25519_signer(NAME, ALICE_SEED), ml_dsa_44_signer(NAME, ALICE_SEED)
MALLORY = ed25519_signer("mallory.example/servanda/root", MALLORY_SEED)
IMPOSTOR = ed25519_signer(NAME, MALLORY_SEED)

TEXT = b'{"v":"servanda/1"}\n'
BOTH = [ALICE, ALICE_ML_DSA]
NOTE = build_note(TEXT, BOTH)

Case = dict[str, object]

OK = "ok"
BAD_SIGNATURE = "invalid-signature"
BAD_NOTE = "malformed-note"


def case(name: str, note: bytes, expected: str) -> Case:
    """Return one case; hexadecimal, for a bad note need not be text."""
    return {"name": name, "note": note.hex(), "expected": expected}


def with_line(raw: str) -> bytes:
    """Return the good note with one more line of an unknown key, base64 as given."""
    return NOTE + f"— mallory.example {raw}\n".encode()


def cases() -> list[Case]:
    """Return good notes, and each way a note can be wrong."""
    forger = NoteSigner(name=NAME, key_id=ALICE.key_id, sign=lambda _text: bytes(64))
    short = b64encode(b"abcd").decode()
    return [
        case("both keys signed", NOTE, OK),
        case("the lines are in the other order", build_note(TEXT, BOTH[::-1]), OK),
        case("the text has empty lines", build_note(b"a\n\n\nb\n\n", BOTH), OK),
        case("the text is not ASCII", build_note("中文\n".encode(), BOTH), OK),
        case("an unknown key signed too", build_note(TEXT, [MALLORY, *BOTH]), OK),
        case("another key under the name signed too", build_note(TEXT, [IMPOSTOR, *BOTH]), OK),
        case("sixteen lines", build_note(TEXT, [*[MALLORY] * 14, *BOTH]), OK),
        case("seventeen lines", build_note(TEXT, [*[MALLORY] * 15, *BOTH]), BAD_NOTE),
        case("only the Ed25519 key signed", build_note(TEXT, [ALICE]), BAD_SIGNATURE),
        case("only the ML-DSA-44 key signed", build_note(TEXT, [ALICE_ML_DSA]), BAD_SIGNATURE),
        case(
            "another key under the name", build_note(TEXT, [IMPOSTOR, ALICE_ML_DSA]), BAD_SIGNATURE
        ),
        case(
            "the right key under another name",
            build_note(TEXT, [ed25519_signer("bob.example", ALICE_SEED), ALICE_ML_DSA]),
            BAD_SIGNATURE,
        ),
        case(
            "a known key's second line does not fit",
            build_note(TEXT, [*BOTH, forger]),
            BAD_SIGNATURE,
        ),
        case("the text was changed", NOTE.replace(b"/1", b"/2"), BAD_SIGNATURE),
        case("nothing", b"", BAD_NOTE),
        case("no signature line", TEXT + b"\n", BAD_NOTE),
        case("no empty line", NOTE.replace(b"\n\n", b"\n"), BAD_NOTE),
        case("the last line feed is missing", NOTE[:-1], BAD_NOTE),
        case("a line feed too many", NOTE + b"\n", BAD_NOTE),
        case("a hyphen for the dash", NOTE.replace("—".encode(), b"-"), BAD_NOTE),
        case("a carriage return", NOTE.replace(b"\n", b"\r\n"), BAD_NOTE),
        case("a tabulator in the text", NOTE.replace(b":", b":\t"), BAD_NOTE),
        case("not UTF-8", NOTE.replace(b":", b":\xff"), BAD_NOTE),
        case("a line without signature", with_line(""), BAD_NOTE),
        case("a line with nothing after the key id", with_line(short), BAD_NOTE),
        case("base64 without padding", with_line("AAAAAAA"), BAD_NOTE),
        case("base64 with stray bits", with_line("AAAAAAB="), BAD_NOTE),
        case("base64 of the other alphabet", with_line("AAAA_A=="), BAD_NOTE),
        case("too long", b"x" * (MAX_LEAF_BYTES + 1 - len(NOTE)) + NOTE, BAD_NOTE),
    ]


def keys() -> list[str]:
    """Return the public keys, all of which must have signed."""
    ed25519 = Ed25519PrivateKey.from_private_bytes(ALICE_SEED).public_key()
    ml_dsa_44 = MLDSA44PrivateKey.from_seed_bytes(ALICE_SEED).public_key()
    return [
        verifier_key(NAME, ED25519, ed25519.public_bytes_raw()),
        verifier_key(NAME, ML_DSA_44, ml_dsa_44.public_bytes_raw()),
    ]


def main() -> None:
    """Write the file."""
    text = json.dumps({"keys": keys(), "cases": cases()}, indent=1) + "\n"
    (FOLDER / "notes.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
