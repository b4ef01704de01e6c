"""A neutral signs a judgement without a node; a party carries it, and nobody can alter it."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.interfaces.cli.homes import Desk

JUDGEMENT = {
    "commitment": "C1.1",
    "from": "2026-01-01T00:00:00Z",
    "until": "2026-02-01T00:00:00Z",
    "value": "minimal",
    "confidence": "low",
    "evidence": ["sha256:" + "a" * 64],
    "elements": {"theft": {"result": "not_shown", "reason": "Nothing was carried out."}},
    "text": "Two of three requests were answered.",
}
ACCORD = "sha256:" + "b" * 64


@pytest.fixture
def neutral(tmp_path: Path) -> Desk:
    """Somebody with no home."""
    return Desk(tmp_path / "walter", "walter.example")


def signed(neutral: Desk, folder: Path, judgement: dict[str, Any]) -> dict[str, Any]:
    file, key, out = folder / "judgement.json", folder / "key.json", folder / "signed.json"
    file.write_text(json.dumps(judgement), encoding="utf-8")
    if not key.exists():
        neutral.do("assessment", "key", "walter", "--output", key)
    neutral.do(
        "assessment", "sign", file, "--key", key, "--accord", ACCORD,
        "--at", "2026-02-20T00:00:00Z", "--output", out,
    )  # fmt: skip
    value: dict[str, Any] = json.loads(out.read_bytes())
    return value


def test_the_key_of_an_assessor_is_told_for_the_accord_and_kept_to_itself(
    neutral: Desk, tmp_path: Path
) -> None:
    told = neutral.do("assessment", "key", "walter", "--output", tmp_path / "key.json")

    kept = json.loads((tmp_path / "key.json").read_bytes())
    assert told["name"] == "walter"
    assert told["key"] != kept["seed"]
    assert (tmp_path / "key.json").stat().st_mode & 0o077 == 0


def test_a_signed_judgement_holds_the_words_and_what_names_them(
    neutral: Desk, tmp_path: Path
) -> None:
    value = signed(neutral, tmp_path, JUDGEMENT)

    assert value["v"] == "servanda-assessment/1"
    assert value["accord"] == ACCORD
    assert value["facts"]["elements"] == {"theft": "not_shown"}
    assert value["body"]["reasons"] == {"theft": "Nothing was carried out."}
    assert value["facts"]["neutral"]["name"] == "walter"


@pytest.mark.parametrize(
    "change",
    [{"value": None}, {"colour": "red"}, {"until": "2025-01-01T00:00:00Z"}, {"value": "no word"}],
    ids=["no value", "unknown member", "ends before it begins", "no code"],
)
def test_a_judgement_that_is_none_is_refused_before_it_is_signed(
    neutral: Desk, tmp_path: Path, change: dict[str, Any]
) -> None:
    judgement = {k: v for k, v in {**JUDGEMENT, **change}.items() if v is not None}
    (tmp_path / "judgement.json").write_text(json.dumps(judgement), encoding="utf-8")
    neutral.do("assessment", "key", "walter", "--output", tmp_path / "key.json")

    refused = neutral.run(
        "assessment", "sign", tmp_path / "judgement.json", "--key", tmp_path / "key.json",
        "--accord", ACCORD, "--at", "2026-02-20T00:00:00Z", "--output", tmp_path / "signed.json",
    )  # fmt: skip
    assert refused.exit == 2
    assert "Traceback" not in refused.err
    assert not (tmp_path / "signed.json").exists()
