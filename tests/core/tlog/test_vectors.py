import json
from base64 import b64decode
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from servanda.core.envelope.notes import ED25519, NoteVerifier, ed25519_verifier
from servanda.core.errors import ServandaError
from servanda.core.tlog.checkpoint import verify_checkpoint
from servanda.core.tlog.consistency import ConsistencyProof, verify_consistency
from servanda.core.tlog.inclusion import InclusionProof, verify_inclusion
from servanda.core.tlog.proof import parse_proof, verify_proof
from servanda.core.tlog.tiles import TileNodes, parse_entries, tile_path, tile_paths
from servanda.core.tlog.tree import root_at
from servanda.core.tlog.witness import parse_cosigner

Case = dict[str, Any]

PROJECT = Path(__file__).parents[3]
FOLDER = PROJECT / "vectors" / "tlog"
INCLUSION, CONSISTENCY, CHECKPOINT, PROOF, TILES = (
    json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    for name in ("inclusion", "consistency", "checkpoint", "proof", "tiles")
)


def each(cases: list[Case]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", cases, ids=[case["name"] for case in cases])


@each(INCLUSION["cases"])
def test_inclusion(case: Case) -> None:
    proof = InclusionProof(
        leaf_index=case["leaf_index"], tree_size=case["tree_size"], path=hashes(case["path"])
    )

    def verify() -> None:
        verify_inclusion(bytes.fromhex(case["entry"]), proof, bytes.fromhex(case["root"]))

    assert outcome_of(verify) == case["expected"]


@each(CONSISTENCY["cases"])
def test_consistency(case: Case) -> None:
    proof = ConsistencyProof(
        old_size=case["old_size"], new_size=case["new_size"], path=hashes(case["path"])
    )
    old_root, new_root = hashes([case["old_root"], case["new_root"]])

    assert (
        outcome_of(lambda: verify_consistency(proof, old_root=old_root, new_root=new_root))
        == case["expected"]
    )


@each(CHECKPOINT["cases"])
def test_checkpoint(case: Case) -> None:
    note, origin = case["note"].encode(), CHECKPOINT["origin"]
    verifiers = [verifier_of(key) for key in CHECKPOINT["keys"]]

    assert (
        outcome_of(lambda: verify_checkpoint(note, verifiers=verifiers, origin=origin))
        == case["expected"]
    )


@each(PROOF["cases"])
def test_proof(case: Case) -> None:
    entry, origin = bytes.fromhex(case["entry"]), PROOF["origin"]
    verifiers = [verifier_of(key) for key in PROOF["keys"]]

    def verify() -> None:
        verify_proof(entry, parse_proof(case["proof"].encode()), verifiers=verifiers, origin=origin)

    assert outcome_of(verify) == case["expected"]


def test_tiles() -> None:
    files = {
        tile_path(tile["level"], tile["number"], tile["width"]): bytes.fromhex(tile["data"])
        for tile in TILES["tiles"]
    }
    nodes = TileNodes(files.__getitem__, TILES["size"])

    assert list(tile_paths(TILES["size"])) == TILES["paths"]
    assert set(files) == {path for path in TILES["paths"] if "entries" not in path}
    assert root_at(nodes, TILES["size"]).hex() == TILES["root"]


@each(TILES["entries"])
def test_entries(case: Case) -> None:
    data = bytes.fromhex(case["data"])

    assert outcome_of(lambda: parse_entries(data, case["width"])) == case["expected"]


def test_the_examples_in_the_specification_are_the_first_case_of_a_proof() -> None:
    page = (PROJECT / "docs" / "spec" / "log.md").read_text(encoding="utf-8")
    proof, checkpoint = PROOF["cases"][0]["proof"].split("\n\n", 1)

    assert f"```\n{proof}\n\n" in page
    assert f"```\n{checkpoint.split(chr(10) * 2)[0]}\n```" in page


def outcome_of(verify: Callable[[], object]) -> str:
    try:
        verify()
    except ServandaError as error:
        return error.code
    return "ok"


def hashes(written: list[str]) -> list[bytes]:
    return [bytes.fromhex(one) for one in written]


def verifier_of(key: str) -> NoteVerifier:
    name, _, encoded = key.split("+", 2)
    raw = b64decode(encoded)
    if raw[:1] == ED25519:
        return ed25519_verifier(name, raw[1:])
    return parse_cosigner(key)
