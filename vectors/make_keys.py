"""Write vectors/keys/: good and bad key sheets, cards, and changes of keys along a log.

Run from the root of the project: `python vectors/make_keys.py NAME…` (`sheet`, `card`,
`timeline`; all without a name), with `src` on the path. All is made from fixed seeds; ML-DSA-44
and ECDSA signatures are different each time by design, and with the certificate in sheet 1 the
twelve words, so make these files again only with reason.

What the members mean is said in vectors/keys/README.md.
"""

import json
import sys
from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from itertools import count
from pathlib import Path

from servanda.core import canonical
from servanda.core.canonical import JsonObject, JsonValue
from servanda.core.envelope.hpke import kem_public_bytes
from servanda.core.envelope.notes import build_note
from servanda.core.errors import CounterpartError
from servanda.core.identifiers import PartyId
from servanda.core.keys.card import encode_card, twelve_words, verify_card
from servanda.core.keys.private import (
    RootSecrets,
    generate_root,
    generate_secrets,
    root_signers,
    sheet_of,
)
from servanda.core.keys.sheets import KeySheet, encode_sheet, sign_sheet
from servanda.core.keys.timeline import KeyTimeline
from servanda.core.keys.tls import build_authority

FOLDER = Path(__file__).parent / "keys"

ALICE, BOB = PartyId("alice.example"), PartyId("bob.example")
START, EXPIRY = datetime(2026, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC)

Case = dict[str, object]

# Points of Ed25519 for which anybody can sign (RFC 8032, 5.1; C2SP CCTV, ed25519).
SMALL_ORDER = {
    "1": "01" + "00" * 31,
    "2": "ec" + "ff" * 30 + "7f",
    "4": "00" * 32,
    "4, negative": "00" * 31 + "80",
    "8": "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "8, negative": "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
    "8, the other": "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "8, the other, negative": "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
}

OK = "ok"
BAD_CARD = "malformed-card"
BAD_NOTE = "malformed-note"
BAD_SHEET = "malformed-sheet"
BAD_SIGNATURE = "invalid-signature"


def seeds(phrase: str) -> Callable[[int], bytes]:
    """Return a source of bytes that follow from `phrase` and are new at every call."""
    calls = count()
    return lambda size: sha256(f"{phrase} {next(calls)}".encode()).digest()[:size]


SECRETS = generate_secrets(seeds("keys of Alice"), party=ALICE, kem_name="kem-2026a")
ROOT, NEXT_ROOT, MALLORY = (
    generate_root(seeds(phrase), party=ALICE) for phrase in ("root", "next root", "Mallory")
)
AUTHORITY = build_authority(
    ALICE, secret=SECRETS.tls_authority, not_before=START, not_after=EXPIRY, serial_number=1
)


def sheet(serial: int) -> KeySheet:
    """Return one of Alice's sheets."""
    return sheet_of(
        SECRETS,
        root=ROOT.public,
        serial=serial,
        tls=AUTHORITY,
        carriers={"https": "https://node.alice.example:7443"},
        expires=EXPIRY,
    )


def signed(sheet: KeySheet, root: RootSecrets = ROOT) -> bytes:
    """Return the note of a sheet."""
    return sign_sheet(sheet, root_signers(root))


def sheet_cases() -> list[Case]:
    """Return sheets to verify with Alice's root, and each way one can be wrong."""
    first = sheet(1)
    kem = next(iter((first.kem or {}).values()))
    ed25519, ml_dsa_44 = root_signers(ROOT)

    def case(name: str, note: bytes, expected: str) -> Case:
        return {"name": name, "note": note.decode(), "expected": expected}

    def bad(name: str, **changes: JsonValue) -> Case:
        members = canonical.parse_object(encode_sheet(first)[:-1])
        kept = {key: value for key, value in {**members, **changes}.items() if value != "left out"}
        return case(
            name, build_note(canonical.encode(kept) + b"\n", [ed25519, ml_dsa_44]), BAD_SHEET
        )

    def key(raw: bytes) -> str:
        return b64encode(raw).decode()

    return [
        case("the first sheet", signed(first), OK),
        case("KEM keys stay as they were", signed(replace(sheet(2), kem=None)), OK),
        case("with the next root", signed(replace(first, next_root=NEXT_ROOT.public)), OK),
        case(
            "by another root", signed(replace(first, root=MALLORY.public), MALLORY), BAD_SIGNATURE
        ),
        case("without the ML-DSA-44 line", sign_sheet(first, [ed25519]), BAD_SIGNATURE),
        case("without the Ed25519 line", sign_sheet(first, [ml_dsa_44]), BAD_SIGNATURE),
        case("of another party", signed(replace(first, party=BOB)), BAD_SIGNATURE),
        case("names another root", signed(replace(first, root=MALLORY.public)), BAD_SHEET),
        case(
            "the serial was changed",
            signed(first).replace(b'"serial":1', b'"serial":9'),
            BAD_SIGNATURE,
        ),
        case("not signed", encode_sheet(first), BAD_NOTE),
        bad("another version", v="servanda-sheet/2"),
        bad("an unknown member", more=1),
        bad("no sign key", sign="left out"),
        bad("serial 0", serial=0),
        bad("a sign key of 31 bytes", sign=key(bytes(31))),
        *(
            bad(f"a sign key of small order, {name}", sign=key(bytes.fromhex(point)))
            for name, point in SMALL_ORDER.items()
        ),
        bad("a sign key in a second form", sign=key((2**255 - 19 + 3).to_bytes(32, "little"))),
        bad(
            "a log key of small order",
            log={"ed25519": key(bytes(32)), "ml-dsa-44": key(first.log_ml_dsa_44)},
        ),
        bad(
            "a next root of small order",
            next_root={"ed25519": key(bytes(32)), "ml-dsa-44": key(first.root.ml_dsa_44)},
        ),
        bad("a KEM key of another length", kem={"kem-2026a": key(kem[:-1])}),
        bad("a KEM key that is not reduced", kem={"kem-2026a": key(b"\xff" * 1_216)}),
        bad("a KEM key with the zero point", kem={"kem-2026a": key(kem[:-32] + bytes(32))}),
        bad("no KEM key at all", kem={}),
        bad("an address with a space", carriers={"https": "https://a b"}),
        bad("a day as expiry", expires="2028-01-01"),
    ]


def card_cases() -> list[Case]:
    """Return cards, and each way one can be wrong."""
    first, second = signed(sheet(1)), signed(sheet(2))
    handing_over = signed(replace(sheet(2), next_root=NEXT_ROOT.public))
    afterwards = signed(replace(sheet(3), root=NEXT_ROOT.public), NEXT_ROOT)
    of_bob = sign_sheet(replace(sheet(2), party=BOB), root_signers(replace(ROOT, party=BOB)))

    def good(name: str, *notes: bytes) -> Case:
        card = verify_card(notes)
        words = " ".join(twelve_words(card))
        return {"name": name, "card": encode_card(card).decode(), "words": words, "expected": OK}

    def bad(name: str, expected: str, *notes: bytes) -> Case:
        card = canonical.encode([note.decode() for note in notes])
        return {"name": name, "card": card.decode(), "expected": expected}

    return [
        good("one sheet", first),
        good("two sheets", first, second),
        good("the root hands over", first, handing_over, afterwards),
        bad("no sheet", BAD_CARD),
        bad("the first sheet is missing", BAD_CARD, second),
        bad("a sheet is missing between", BAD_CARD, first, signed(sheet(3))),
        bad("a sheet stands twice", BAD_CARD, first, first),
        bad("the first sheet has no KEM key", BAD_CARD, signed(replace(sheet(1), kem=None))),
        bad("a sheet of another party", BAD_CARD, first, of_bob),
        bad("a root that handed over signs", BAD_SIGNATURE, first, handing_over, signed(sheet(3))),
        bad("a root nobody handed to signs", BAD_SIGNATURE, first, second, afterwards),
        {"name": "no list", "card": "{}", "expected": BAD_CARD},
        {"name": "spaced", "card": " []", "expected": BAD_CARD},
    ]


def timeline_cases() -> list[Case]:
    """Return logs by their `key` leaves, and the keys that hold after each leaf that counts."""
    first, second, third = (signed(sheet(serial)) for serial in (1, 2, 3))
    with_kem = signed(replace(sheet(2), kem={"kem-2026b": kem_public_bytes(b"b" * 32)}))
    without_kem = signed(replace(sheet(2), kem=None))
    handing_over = signed(replace(sheet(2), next_root=NEXT_ROOT.public))
    afterwards = signed(replace(sheet(3), root=NEXT_ROOT.public), NEXT_ROOT)
    add = {"add": {"kem-2026b": b64encode(kem_public_bytes(b"b" * 32)).decode()}}
    retire: dict[str, JsonValue] = {"retire": ["kem-2026a"]}

    def log(name: str, *leaves: tuple[int, JsonObject], card: tuple[bytes, ...] = (first,)) -> Case:
        """Return a case with what this program finds; a reader of the code checks the names."""
        keys = KeyTimeline.of_card(verify_card(card))
        expected = OK
        try:
            for index, facts in leaves:
                keys = keys.with_key_leaf(index, facts)
        except CounterpartError as error:
            expected = error.code
        after = [-1, *keys.changed_at]
        return {
            "name": name,
            "card": encode_card(verify_card(card)).decode(),
            "leaves": [{"index": index, "facts": facts} for index, facts in leaves],
            "expected": expected,
            "keys": [
                {
                    "after": index,
                    "serial": keys.keys_after(index).serial,
                    "kem": sorted(keys.keys_after(index).kem),
                }
                for index in after
            ],
        }

    def sheet_fact(note: bytes) -> JsonObject:
        return {"sheet": note.decode()}

    return [
        log("no key leaf: sheet 1 holds"),
        log("a card that was renewed changes nothing: sheet 1 holds", card=(first, second)),
        log("leaf 0 brings the newest sheet", (0, sheet_fact(second)), card=(first, second)),
        log("a sheet in the middle, its KEM keys replace", (7, sheet_fact(with_kem))),
        log("a sheet without KEM keys leaves them", (7, sheet_fact(without_kem))),
        log("a serial may be skipped", (7, sheet_fact(third))),
        log("added, later retired", (3, add), (9, retire)),
        log("added and retired in one leaf", (3, {**add, **retire})),
        log("the root hands over", (1, sheet_fact(handing_over)), (2, sheet_fact(afterwards))),
        log("the root before the hand-over", (1, sheet_fact(handing_over)), (2, sheet_fact(third))),
        log("a sheet that was skipped handed over", (1, sheet_fact(afterwards))),
        log("sheet 1 again", (0, sheet_fact(first))),
        log("a serial that is not higher", (0, sheet_fact(third)), (1, sheet_fact(second))),
        log("a name that is live is added", (0, {"add": {"kem-2026a": add["add"]["kem-2026b"]}})),
        log("a name that is not live is retired", (0, {"retire": ["kem-1999"]})),
        log("the last key is retired", (0, retire)),
        log("a sheet and a key", (0, {**sheet_fact(second), **add})),
        log("nothing at all", (0, {})),
    ]


def main(names: Sequence[str]) -> None:
    """Write the files named, or all."""
    root = {"ed25519": ROOT.public.ed25519.hex(), "ml-dsa-44": ROOT.public.ml_dsa_44.hex()}
    files: dict[str, dict[str, object]] = {
        "sheet": {"root": root, "cases": sheet_cases()},
        "card": {"cases": card_cases()},
        "timeline": {"cases": timeline_cases()},
    }
    for name, content in files.items():
        if names and name not in names:
            continue
        text = json.dumps(content, indent=1, ensure_ascii=False) + "\n"
        (FOLDER / f"{name}.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
