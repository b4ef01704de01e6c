import json
from base64 import b64decode
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from servanda.core.envelope.hpke import kem_private
from servanda.core.envelope.notes import (
    ED25519,
    ML_DSA_44,
    NoteVerifier,
    ed25519_verifier,
    ml_dsa_44_verifier,
    verify_note,
)
from servanda.core.envelope.run import encode_run, parse_run
from servanda.core.envelope.sealed import open_sealed
from servanda.core.errors import ServandaError

Case = dict[str, Any]

VECTORS = Path(__file__).parents[3] / "vectors"
NOTES, RUN, SEALED = (
    json.loads((VECTORS / name).read_text(encoding="utf-8"))
    for name in ("notes/notes.json", "envelope/run.json", "envelope/sealed.json")
)


def each(cases: list[Case]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", cases, ids=[case["name"] for case in cases])


def verifier_of(key: str) -> NoteVerifier:
    name, key_id, encoded = key.split("+", 2)
    raw = b64decode(encoded)
    if raw.startswith(ML_DSA_44):
        verifier = ml_dsa_44_verifier(name, raw.removeprefix(ML_DSA_44))
    else:
        verifier = ed25519_verifier(name, raw.removeprefix(ED25519))
    assert verifier.key_id.hex() == key_id
    return verifier


@each(NOTES["cases"])
def test_note(case: Case) -> None:
    verifiers = [verifier_of(key) for key in NOTES["keys"]]

    outcome = outcome_of(lambda: verify_note(bytes.fromhex(case["note"]), verifiers))

    assert outcome == case["expected"]


@each(RUN["cases"])
def test_run(case: Case) -> None:
    plain = bytes.fromhex(case["plain"])

    outcome = outcome_of(lambda: parse_run(plain))

    assert outcome == case["expected"]
    if outcome == "ok":
        assert encode_run(parse_run(plain)) == plain


@each(SEALED["cases"])
def test_sealed(case: Case) -> None:
    envelope = bytes.fromhex(case["envelope"])
    keys = {
        name: kem_private(name, bytes.fromhex(seed)) for name, seed in SEALED["kem_seeds"].items()
    }

    outcome = outcome_of(lambda: open_sealed(envelope, to=SEALED["to"], kem_keys=keys))

    assert outcome == case["expected"]
    if outcome == "ok":
        run = open_sealed(envelope, to=SEALED["to"], kem_keys=keys)
        assert encode_run(run).hex() == SEALED["run"]


def outcome_of(step: Callable[[], object]) -> str:
    try:
        step()
    except ServandaError as error:
        return error.code
    return "ok"
