"""Go's own packages for notes and logs accept what we write and reject what was altered."""

import base64
import json
import os
import shutil
import subprocess
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from servanda.core.envelope.notes import build_note, ed25519_signer, verifier_key
from servanda.core.identifiers import Digest, PartyId, digest_from_hash
from servanda.core.statements.header import Header, Seen, encode_header
from servanda.core.tlog.checkpoint import Checkpoint, sign_checkpoint
from servanda.core.tlog.consistency import build_consistency
from servanda.core.tlog.cosignature import ml_dsa_44_cosigner
from servanda.core.tlog.hashing import EMPTY_ROOT, leaf_hash
from servanda.core.tlog.inclusion import build_inclusion
from servanda.core.tlog.tree import MerkleTree, root_at

pytestmark = pytest.mark.needs("go")

ORIGIN = "alice.example/servanda/a-b/bob.example"
SIGN = "alice.example/servanda/sign"
SIGN_SEED, LOG_SEED, HEAD_SEED = bytes([1]) * 32, bytes([2]) * 32, bytes([3]) * 32
ED25519 = b"\x01"
Findings = Mapping[str, Mapping[str, Any]]


@pytest.fixture(scope="module")
def go(tmp_path_factory: pytest.TempPathFactory) -> Callable[[dict[str, Any]], Findings]:
    """The Go program, built from its source beside this file; takes cases, gives findings."""
    folder = tmp_path_factory.mktemp("go")
    program = folder / "stock_go"
    environment = os.environ | {
        "GO111MODULE": "off",
        "GOPATH": "/usr/share/gocode",
        "GOFLAGS": "",
        "GOCACHE": str(folder / "cache"),
    }
    source = Path(__file__).parent / "stock_go"
    go_program = shutil.which("go")
    assert go_program is not None
    subprocess.run(
        [go_program, "build", "-o", str(program), "main.go"],
        cwd=source,
        env=environment,
        check=True,
    )

    def run(cases: dict[str, Any]) -> Findings:
        done = subprocess.run(
            [str(program)], input=json.dumps(cases).encode(), capture_output=True, check=True
        )
        found = [json.loads(line) for line in done.stdout.splitlines()]
        return {one["name"]: one for one in found}

    return run


def test_go_accepts_a_statement_and_rejects_it_altered(
    go: Callable[[dict[str, Any]], Findings],
) -> None:
    note = a_statement(5)
    altered = note.replace(b"request", b"reqvest")

    found = go({"statements": [signed("good", note, SIGN, SIGN_SEED),
                               signed("altered", altered, SIGN, SIGN_SEED),
                               signed("other key", note, SIGN, LOG_SEED)]})  # fmt: skip

    assert accepted(found) == {"good": True, "altered": False, "other key": False}


def test_go_reads_size_and_root_from_a_checkpoint_and_rejects_it_altered(
    go: Callable[[dict[str, Any]], Findings],
) -> None:
    tree = a_tree(37)
    note = a_checkpoint(tree)
    altered = note.replace(b"\n37\n", b"\n36\n")

    found = go({"checkpoints": [signed("good", note, ORIGIN, LOG_SEED),
                                signed("altered", altered, ORIGIN, LOG_SEED)]})  # fmt: skip

    assert accepted(found) == {"good": True, "altered": False}
    assert (found["good"]["size"], found["good"]["root"]) == (37, tree.root().hex())


@pytest.mark.parametrize("size", [1, 2, 3, 8, 37])
def test_go_accepts_every_inclusion_proof_and_rejects_it_altered(
    go: Callable[[dict[str, Any]], Findings], size: int
) -> None:
    tree = a_tree(size)
    good = [inclusion(f"good {index}", tree, index, a_statement(index)) for index in range(size)]
    bad = [inclusion(f"bad {index}", tree, index, b"another entry") for index in range(size)]

    found = go({"inclusions": good + bad})

    assert {name: name.startswith("good") for name in found} == accepted(found)


@pytest.mark.parametrize("size", [2, 3, 8, 37])
def test_go_accepts_every_consistency_proof_and_rejects_another_past(
    go: Callable[[dict[str, Any]], Findings], size: int
) -> None:
    tree = a_tree(size)
    good = [consistency(f"good {old}", tree, old, root_at(tree, old)) for old in range(1, size)]
    bad = [consistency(f"bad {old}", tree, old, leaf_hash(b"forged")) for old in range(1, size)]

    found = go({"consistency": good + bad})

    assert {name: name.startswith("good") for name in found} == accepted(found)


def accepted(found: Findings) -> dict[str, bool]:
    return {name: finding["accepted"] for name, finding in found.items()}


def a_statement(index: int) -> bytes:
    header = Header(
        from_party=PartyId("alice.example"),
        to_party=PartyId("bob.example"),
        accord=None,
        seq=index,
        prev=Digest("sha256:" + "1" * 64) if index else None,
        seen=Seen(size=0, root=digest_from_hash(EMPTY_ROOT)),
        time=datetime(2026, 1, 1, tzinfo=UTC),
        type="request",
        facts={"tlp": "amber"},
        ref=None,
        body=None,
        att=(),
    )
    return build_note(encode_header(header), [ed25519_signer(SIGN, SIGN_SEED)])


def a_tree(size: int) -> MerkleTree:
    tree = MerkleTree()
    tree.extend(leaf_hash(a_statement(index)) for index in range(size))
    return tree


def a_checkpoint(tree: MerkleTree) -> bytes:
    checkpoint = Checkpoint(origin=ORIGIN, size=tree.size, root=tree.root())
    heads = ml_dsa_44_cosigner(ORIGIN, HEAD_SEED).at(datetime(2026, 1, 1, tzinfo=UTC))
    return sign_checkpoint(checkpoint, signers=[ed25519_signer(ORIGIN, LOG_SEED), heads])


def signed(name: str, note: bytes, key_name: str, seed: bytes) -> dict[str, str]:
    public = Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
    return {"name": name, "note": note.decode(), "vkey": verifier_key(key_name, ED25519, public)}


def inclusion(name: str, tree: MerkleTree, index: int, entry: bytes) -> dict[str, Any]:
    proof = build_inclusion(tree, leaf_index=index, tree_size=tree.size)
    return {
        "name": name,
        "path": written(proof.path),
        "index": index,
        "entry": base64.b64encode(entry).decode(),
        "size": tree.size,
        "root": tree.root().hex(),
    }


def consistency(name: str, tree: MerkleTree, old: int, old_root: bytes) -> dict[str, Any]:
    proof = build_consistency(tree, old_size=old, new_size=tree.size)
    return {
        "name": name,
        "path": written(proof.path),
        "old_size": old,
        "old_root": old_root.hex(),
        "size": tree.size,
        "root": tree.root().hex(),
    }


def written(path: Sequence[bytes]) -> list[str]:
    return [value.hex() for value in path]
