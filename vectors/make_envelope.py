"""Write vectors/envelope/run.json and sealed.json: good and bad runs and envelopes.

Run from the root of the project: `python vectors/make_envelope.py`, with `src` on the path.
Runs are the same each time; sealing needs fresh randomness, so envelopes differ each time and
open all the same.

What the members mean is said in vectors/envelope/README.md.
"""

import json
from pathlib import Path

from servanda.core import canonical
from servanda.core.canonical import JsonValue
from servanda.core.envelope.hpke import kem_public_bytes, seal
from servanda.core.envelope.run import CarriedLeaf, Run, encode_run, padded_size
from servanda.core.envelope.sealed import seal_run
from servanda.core.identifiers import PartyId, parse_origin

FOLDER = Path(__file__).parent / "envelope"

BOB = PartyId("bob.example")
ORIGIN = parse_origin("alice.example/servanda/ab/bob.example")
KEM, OTHER_KEM = "kem-2026a", "kem-2026b"
BOBS_SEED, MALLORYS_SEED = b"B" * 32, b"M" * 32
BOBS_PUBLIC = kem_public_bytes(BOBS_SEED)

FULL = CarriedLeaf(note=b"request", salt=b"s" * 32, body=b'{"title":"x"}')
BARE = CarriedLeaf(note=b"receipt", salt=None, body=None)
RUN = Run(origin=ORIGIN, first=18, leaves=(FULL, BARE), checkpoint=b"checkpoint", have=37)
EMPTY = Run(origin=ORIGIN, first=0, leaves=(), checkpoint=None, have=37)
REFILL = Run(origin=ORIGIN, first=0, leaves=(), checkpoint=None, have=0, refill=b"refill note")
LONG = Run(
    origin=ORIGIN,
    first=0,
    leaves=(CarriedLeaf(note=b"n" * 600, salt=b"s" * 32, body=b"b" * 16_000),),
    checkpoint=b"checkpoint",
    have=0,
)
CONTENTS = b"request" + b"s" * 32 + b'{"title":"x"}receiptcheckpoint'

Case = dict[str, object]

OK = "ok"
MALFORMED = "malformed-envelope"
SHUT = "cannot-open"


def run_cases() -> list[Case]:
    """Return runs as they lie inside the seal, and each way they can be wrong."""
    plain = encode_run(RUN)

    def case(name: str, plain: bytes, expected: str) -> Case:
        return {"name": name, "plain": plain.hex(), "expected": expected}

    def bad(name: str, contents: bytes = CONTENTS, **changes: JsonValue) -> Case:
        return case(name, altered(changes, contents), MALFORMED)

    return [
        case("two leaves, one with a body", plain, OK),
        case("an empty run", encode_run(EMPTY), OK),
        case("a request to refill", encode_run(REFILL), OK),
        case("padded to a step of 4 KiB", encode_run(LONG), OK),
        case("padding that is not zero", plain[:-1] + b"\x01", MALFORMED),
        case("padding of another length", plain + bytes(512), MALFORMED),
        case("no padding", plain.rstrip(b"\x00"), MALFORMED),
        case("the manifest is spaced", plain.replace(b":", b": ", 1)[:-1], MALFORMED),
        case("the manifest has no end", b"{" + b"x" * 40_000, MALFORMED),
        case("nothing", b"", MALFORMED),
        bad("another version", v="servanda-run/2"),
        bad("an unknown member", more=1),
        bad("an origin that is no log", origin="alice.example"),
        bad("a negative index", first=-1),
        bad("a truth value as index", have=False),
        bad("leaves without checkpoint", CONTENTS[:-10], checkpoint=0),
        bad("a checkpoint over a byte of padding too few", checkpoint=9),
        bad("leaves with a request to refill", CONTENTS + b"abc", refill=3),
        bad("a leaf without note", CONTENTS[7:], leaves=[[0, 32, 13], [7, 0, 0]]),
        bad("a body without salt", leaves=[[7, 0, 45], [7, 0, 0]]),
        bad("a salt without body", leaves=[[7, 32, 0], [20, 0, 0]]),
        bad("a short salt", leaves=[[7, 31, 14], [7, 0, 0]]),
        bad("a negative length", leaves=[[-7, 0, 0], [66, 0, 0]]),
        bad("a leaf of two lengths", leaves=[[7, 32], [7, 0, 0]]),
        bad("a note over the limit", bytes(65_546), leaves=[[65_536, 0, 0]]),
        bad("513 leaves", b"n" * 513 + b"checkpoint", leaves=[[1, 0, 0]] * 513),
        bad("an empty run with an index", b"", leaves=[], checkpoint=0),
        bad("an empty run with a checkpoint", b"checkpoint", leaves=[], first=0),
    ]


def altered(changes: dict[str, JsonValue], contents: bytes) -> bytes:
    """Return the good run with some members of its manifest changed, padded rightly."""
    manifest = canonical.parse_object(encode_run(RUN).partition(b"\n")[0])
    plain = canonical.encode({**manifest, **changes}) + b"\n" + contents
    return plain.ljust(padded_size(len(plain)), b"\x00")


def sealed_cases() -> list[Case]:
    """Return envelopes to Bob, and each way they can be wrong."""
    good = seal_run(RUN, to=BOB, kem_name=KEM, kem_public=BOBS_PUBLIC)
    stranger = seal_run(RUN, to=BOB, kem_name=KEM, kem_public=kem_public_bytes(MALLORYS_SEED))
    unknown = seal_run(RUN, to=BOB, kem_name="kem-1999", kem_public=BOBS_PUBLIC)
    elsewhere = seal_run(RUN, to=PartyId("eve.example"), kem_name=KEM, kem_public=BOBS_PUBLIC)
    line, _, sealed = good.partition(b"\n")

    def case(name: str, envelope: bytes, expected: str) -> Case:
        return {"name": name, "envelope": envelope.hex(), "expected": expected}

    def rebound(line: bytes, plain: bytes) -> bytes:
        info = b"servanda-envelope/1\n" + line
        return line + b"\n" + seal(plain, public=BOBS_PUBLIC, info=info)

    return [
        case("for Bob", good, OK),
        case("for Eve", elsewhere, SHUT),
        case("readdressed from Eve to Bob", elsewhere.replace(b"eve", b"bob", 1), SHUT),
        case("sealed to Mallory's key under the name of Bob's", stranger, SHUT),
        case("to a key Bob does not have", unknown, SHUT),
        case("moved to another key name", good.replace(b"2026a", b"2026b", 1), SHUT),
        case("a bit of the encapsulated key is flipped", flipped(good, len(line) + 1), SHUT),
        case("the last bit is flipped", flipped(good, len(good) - 1), SHUT),
        case("cut short", good[:-1], SHUT),
        case("the header alone", line + b"\n", SHUT),
        case("a byte too many", good + b"\x00", SHUT),
        case("the header is spaced", line.replace(b":", b": ", 1) + b"\n" + sealed, MALFORMED),
        case("another version", rebound(line.replace(b"/1", b"/2"), encode_run(RUN)), MALFORMED),
        case("another suite", rebound(line.replace(b"xwing", b"x"), encode_run(RUN)), MALFORMED),
        case("no header", sealed.replace(b"\n", b" "), MALFORMED),
        case("sealed rightly, no run inside", rebound(line, b"not a run"), MALFORMED),
        case("nothing", b"", MALFORMED),
    ]


def flipped(data: bytes, position: int) -> bytes:
    """Return `data` with the lowest bit of one byte flipped."""
    return data[:position] + bytes([data[position] ^ 1]) + data[position + 1 :]


def main() -> None:
    """Write the files."""
    seeds = {KEM: BOBS_SEED.hex(), OTHER_KEM: BOBS_SEED.hex()}
    files: dict[str, object] = {
        "run": {"cases": run_cases()},
        "sealed": {
            "to": BOB,
            "kem_seeds": seeds,
            "run": encode_run(RUN).hex(),
            "cases": sealed_cases(),
        },
    }
    for name, content in files.items():
        (FOLDER / f"{name}.json").write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
