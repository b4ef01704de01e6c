"""Write vectors/tlog/*.json: good and bad proofs, heads and files of a log.

Run from the root of the project: `python vectors/make_tlog.py`, with `src` on the path. All
is made from fixed seeds, so a run changes nothing, except for ML-DSA-44 signatures, which are
different each time by design and fit all the same.

What the members mean is said in vectors/tlog/README.md.
"""

import json
from base64 import b64encode
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey

from servanda.core.envelope.notes import ED25519, build_note, ed25519_signer, verifier_key
from servanda.core.tlog.checkpoint import Checkpoint, checkpoint_text, sign_checkpoint
from servanda.core.tlog.consistency import build_consistency
from servanda.core.tlog.cosignature import (
    ED25519_COSIGNATURE,
    ML_DSA_44_COSIGNATURE,
    ed25519_cosigner,
    ml_dsa_44_cosigner,
)
from servanda.core.tlog.hashing import EMPTY_ROOT, leaf_hash, node_hash
from servanda.core.tlog.inclusion import build_inclusion
from servanda.core.tlog.proof import build_proof, encode_proof
from servanda.core.tlog.tiles import encode_entries, hash_tile, hash_tiles, tile_paths
from servanda.core.tlog.tree import MerkleTree, root_at

FOLDER = Path(__file__).parent / "tlog"

LOG = "alice.example/servanda/a-b/bob.example"
OTHER_LOG = "alice.example/servanda/a-c/carol.example"
WALTER = "walter.example/witness"
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)

ALICE_SEED, MALLORY_SEED, WALTER_SEED = b"A" * 32, b"M" * 32, b"W" * 32

ENTRIES = [f"entry {number}\n".encode() for number in range(300)]
TREE = MerkleTree()
TREE.extend(map(leaf_hash, ENTRIES))

Case = dict[str, object]

OK = "ok"
BAD_PROOF = "invalid-proof"
BAD_CHECKPOINT = "invalid-checkpoint"
BAD_SIGNATURE = "invalid-signature"
BAD_NOTE = "malformed-note"
BAD_TILE = "invalid-tile"


def inclusion_cases() -> list[Case]:
    """Each entry of some trees, and each way a proof can lie."""
    cases = [
        inclusion_case(f"entry {index} of {size}", index, size)
        for size, indices in ((1, [0]), (2, [0, 1]), (7, range(7)), (8, [0, 7]), (300, [0, 256]))
        for index in indices
    ]
    good = inclusion_case("", 2, 7)
    path = [str(sibling) for sibling in _list(good["path"])]
    left, right = leaf_hash(b"a"), leaf_hash(b"b")
    return [
        *cases,
        bad(good, "the entry is another", entry=ENTRIES[3].hex()),
        bad(good, "the index is that of a neighbour", leaf_index=3),
        bad(good, "the index is that of the tree's size", leaf_index=7),
        bad(good, "the index is negative", leaf_index=-1),
        bad(good, "the tree has no entries", tree_size=0),
        bad(good, "the size is that of a lower tree", tree_size=4),
        bad(good, "the root is of another size", root=root_at(TREE, 8).hex()),
        bad(good, "a bit of the lowest hash is flipped", path=[flipped(path[0]), *path[1:]]),
        bad(good, "a bit of the highest hash is flipped", path=[*path[:-1], flipped(path[-1])]),
        bad(good, "two hashes are exchanged", path=[path[1], path[0], *path[2:]]),
        bad(good, "the path is one hash short", path=path[:-1]),
        bad(good, "the path is one hash long", path=[*path, path[0]]),
        bad(good, "a hash is cut", path=[path[0][:-2], *path[1:]]),
        {
            "name": "an inner node stands for an entry",
            "entry": (b"\x01" + left + right).hex(),
            "leaf_index": 0,
            "tree_size": 1,
            "path": [],
            "root": node_hash(left, right).hex(),
            "expected": BAD_PROOF,
        },
        {
            "name": "the path reaches the root but is too short for the size",
            "entry": b"entry".hex(),
            "leaf_index": 0,
            "tree_size": 4,
            "path": [left.hex()],
            "root": node_hash(leaf_hash(b"entry"), left).hex(),
            "expected": BAD_PROOF,
        },
    ]


def inclusion_case(name: str, index: int, size: int) -> Case:
    """Return the good case of one entry."""
    proof = build_inclusion(TREE, leaf_index=index, tree_size=size)
    return {
        "name": name,
        "entry": ENTRIES[index].hex(),
        "leaf_index": index,
        "tree_size": size,
        "path": [sibling.hex() for sibling in proof.path],
        "root": root_at(TREE, size).hex(),
        "expected": OK,
    }


def consistency_cases() -> list[Case]:
    """Growth between some sizes, and each way to hide a rewritten log."""
    sizes = ((0, 5), (1, 2), (2, 5), (3, 7), (4, 7), (4, 8), (6, 7), (7, 7), (6, 300), (256, 300))
    good = consistency_case("", 3, 7)
    path = [str(node) for node in _list(good["path"])]
    rewritten = MerkleTree()
    rewritten.extend(leaf_hash(entry) for entry in [b"rewritten", *ENTRIES[1:7]])
    lie = build_consistency(rewritten, old_size=3, new_size=7)
    return [
        *(consistency_case(f"from {old} to {new}", old, new) for old, new in sizes),
        bad(
            good,
            "an old entry was rewritten and the proof made from the new log",
            path=[node.hex() for node in lie.path],
            new_root=rewritten.root().hex(),
        ),
        bad(good, "two roots for one size", old_size=7, path=[]),
        bad(good, "the old size is another", old_size=4),
        bad(good, "the new size is that of a higher tree", new_size=9),
        bad(good, "the sizes are not in order", old_size=8),
        bad(good, "the old root is another", old_root=root_at(TREE, 4).hex()),
        bad(good, "the new root is another", new_root=root_at(TREE, 8).hex()),
        bad(good, "a bit is flipped", path=[flipped(path[0]), *path[1:]]),
        bad(good, "the path is one hash short", path=path[:-1]),
        bad(good, "the path is one hash long", path=[*path, path[0]]),
        bad(good, "size 0 has the root of another log", old_size=0, path=[]),
        bad(consistency_case("", 0, 5), "size 0 comes with a path", path=[EMPTY_ROOT.hex()]),
    ]


def consistency_case(name: str, old_size: int, new_size: int) -> Case:
    """Return the good case of two sizes."""
    proof = build_consistency(TREE, old_size=old_size, new_size=new_size)
    return {
        "name": name,
        "old_size": old_size,
        "new_size": new_size,
        "path": [node.hex() for node in proof.path],
        "old_root": root_at(TREE, old_size).hex(),
        "new_root": root_at(TREE, new_size).hex(),
        "expected": OK,
    }


def checkpoint_cases() -> list[Case]:
    """Signed heads, their second signatures, and forged ones."""
    head = Checkpoint(origin=LOG, size=7, root=root_at(TREE, 7))
    alice = ed25519_signer(LOG, ALICE_SEED)
    note = sign_checkpoint(head, signers=[alice])
    ml_dsa = ml_dsa_44_cosigner(LOG, ALICE_SEED).at(NOON)
    walter = ed25519_cosigner(WALTER, WALTER_SEED).at(NOON)
    both = sign_checkpoint(head, signers=[alice, ml_dsa])
    text = checkpoint_text(head)
    root_line = b64encode(head.root)
    later = sign_checkpoint(
        Checkpoint(origin=LOG, size=8, root=root_at(TREE, 8)), signers=[alice, ml_dsa]
    )
    ml_dsa_line_of_later = later.splitlines(keepends=True)[-1]

    def signed(text: bytes) -> bytes:
        return build_note(text, [alice])

    def case(name: str, note: bytes, expected: str) -> Case:
        return {"name": name, "note": note.decode(), "expected": expected}

    empty = Checkpoint(origin=LOG, size=0, root=EMPTY_ROOT)
    other_log = Checkpoint(origin=OTHER_LOG, size=7, root=head.root)
    return [
        case("Ed25519 alone", note, OK),
        case("Ed25519 and ML-DSA-44", both, OK),
        case("with the line of a witness", sign_checkpoint(head, signers=[alice, walter]), OK),
        case("an empty log", sign_checkpoint(empty, signers=[alice]), OK),
        case("with the line of an unknown key", note + _line_of(MALLORY_SEED, text), OK),
        case("ML-DSA-44 alone", sign_checkpoint(head, signers=[ml_dsa]), BAD_SIGNATURE),
        case(
            "signed by another key in the log's name",
            build_note(text, [ed25519_signer(LOG, MALLORY_SEED)]),
            BAD_SIGNATURE,
        ),
        case("the size was changed after signing", note.replace(b"\n7\n", b"\n8\n"), BAD_SIGNATURE),
        case("the ML-DSA-44 line is of another head", note + ml_dsa_line_of_later, BAD_SIGNATURE),
        case(
            "of another log of the same party",
            sign_checkpoint(other_log, signers=[alice]),
            BAD_CHECKPOINT,
        ),
        case("a line of extension", signed(text + b"extension\n"), BAD_CHECKPOINT),
        case(
            "the size has a leading zero", signed(text.replace(b"\n7\n", b"\n07\n")), BAD_CHECKPOINT
        ),
        case(
            "the size is over 2**63 - 1",
            signed(text.replace(b"\n7\n", b"\n9223372036854775808\n")),
            BAD_CHECKPOINT,
        ),
        case(
            "the root is of 31 bytes",
            signed(text.replace(root_line, b64encode(bytes(31)))),
            BAD_CHECKPOINT,
        ),
        case(
            "the root is not in the one form of base64",
            signed(text.replace(root_line, b"A" * 42 + b"B=")),
            BAD_CHECKPOINT,
        ),
        case(
            "size 0 with another root than that of nothing",
            signed(text.replace(b"\n7\n", b"\n0\n")),
            BAD_CHECKPOINT,
        ),
        case("no signature line", text, BAD_NOTE),
        case("the last line is cut", note[:-1], BAD_NOTE),
    ]


def proof_cases() -> list[Case]:
    """Proofs as one text, with the entry they are of."""
    note = sign_checkpoint(
        Checkpoint(origin=LOG, size=7, root=root_at(TREE, 7)),
        signers=[ed25519_signer(LOG, ALICE_SEED)],
    )
    text = encode_proof(build_proof(TREE, leaf_index=2, checkpoint=note)).decode()
    first_hash = text.split("\n")[2]

    def case(name: str, text: str, expected: str, *, entry: bytes = ENTRIES[2]) -> Case:
        return {"name": name, "entry": entry.hex(), "proof": text, "expected": expected}

    with_extra = text.replace("\nindex", "\nextra bW9yZQ==\nindex")
    return [
        case("entry 2 of 7", text, OK),
        case("with extra data, which nobody signed", with_extra, OK),
        case("the entry is another", text, BAD_PROOF, entry=ENTRIES[3]),
        case("the index is that of a neighbour", text.replace("index 2", "index 3"), BAD_PROOF),
        case("a hash is missing", text.replace(first_hash + "\n", ""), BAD_PROOF),
        case("the index has a leading zero", text.replace("index 2", "index 02"), BAD_PROOF),
        case("another version", text.replace("@v1", "@v2"), BAD_PROOF),
        case("the head was changed", text.replace("\n7\n", "\n8\n"), BAD_SIGNATURE),
        case("the head is not signed", text.split("\n— ")[0], BAD_NOTE),
    ]


def tile_cases() -> Case:
    """The files of a log of 300 entries by name and hash, and entry files alone."""
    good = encode_entries(ENTRIES[:3])

    def entries(name: str, data: bytes, width: int, expected: str) -> Case:
        return {"name": name, "data": data.hex(), "width": width, "expected": expected}

    return {
        "size": len(ENTRIES),
        "root": TREE.root().hex(),
        "paths": list(tile_paths(len(ENTRIES))),
        "tiles": [
            {
                "level": level,
                "number": number,
                "width": width,
                "data": hash_tile(TREE, level=level, number=number, width=width).hex(),
            }
            for level, number, width in hash_tiles(len(ENTRIES))
        ],
        "entries": [
            entries("three entries", good, 3, OK),
            entries("a withheld entry", encode_entries([ENTRIES[0], b""]), 2, OK),
            entries("one entry missing", encode_entries(ENTRIES[:2]), 3, BAD_TILE),
            entries("one entry more", encode_entries(ENTRIES[:4]), 3, BAD_TILE),
            entries("the last entry is cut", good[:-1], 3, BAD_TILE),
            entries("a byte after the last entry", good + b"\x00", 3, BAD_TILE),
        ],
    }


def keys() -> list[str]:
    """Return the public keys that checkpoint and proof are verified with."""
    ed25519, ml_dsa_44 = Ed25519PrivateKey.from_private_bytes, MLDSA44PrivateKey.from_seed_bytes
    return [
        verifier_key(LOG, ED25519, ed25519(ALICE_SEED).public_key().public_bytes_raw()),
        verifier_key(
            LOG, ML_DSA_44_COSIGNATURE, ml_dsa_44(ALICE_SEED).public_key().public_bytes_raw()
        ),
        verifier_key(
            WALTER, ED25519_COSIGNATURE, ed25519(WALTER_SEED).public_key().public_bytes_raw()
        ),
    ]


def bad(good: Mapping[str, object], name: str, **changed: object) -> Case:
    """Return `good` with some members changed, as a case that must be refused."""
    return {**good, **changed, "name": name, "expected": BAD_PROOF}


def flipped(written: str) -> str:
    """Return a hash in hex with its lowest bit flipped."""
    return written[:-1] + f"{int(written[-1], 16) ^ 1:x}"


def _line_of(seed: bytes, text: bytes) -> bytes:
    note = build_note(text, [ed25519_signer("mallory.example", seed)])
    return note[len(text) + 1 :]


def _list(value: object) -> Sequence[object]:
    return value if isinstance(value, list) else []


def main() -> None:
    """Write the files."""
    files: dict[str, object] = {
        "inclusion": {"cases": inclusion_cases()},
        "consistency": {"cases": consistency_cases()},
        "checkpoint": {"origin": LOG, "keys": keys(), "cases": checkpoint_cases()},
        "proof": {"origin": LOG, "keys": keys()[:1], "cases": proof_cases()},
        "tiles": tile_cases(),
    }
    for name, content in files.items():
        text = json.dumps(content, indent=1, ensure_ascii=False) + "\n"
        (FOLDER / f"{name}.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
