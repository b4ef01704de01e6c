import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from servanda.core.errors import ServandaError
from servanda.core.keys.card import encode_card, parse_card, twelve_words
from servanda.core.keys.sheets import RootKeys, verify_sheet

Case = dict[str, Any]

FOLDER = Path(__file__).parents[3] / "vectors" / "keys"
SHEET, CARD = (
    json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8")) for name in ("sheet", "card")
)


def each(cases: list[Case]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", cases, ids=[case["name"] for case in cases])


@each(SHEET["cases"])
def test_sheet(case: Case) -> None:
    root = RootKeys(
        ed25519=bytes.fromhex(SHEET["root"]["ed25519"]),
        ml_dsa_44=bytes.fromhex(SHEET["root"]["ml-dsa-44"]),
    )

    outcome = outcome_of(lambda: verify_sheet(case["note"].encode(), root=root))

    assert outcome == case["expected"]


@each(CARD["cases"])
def test_card(case: Case) -> None:
    data = case["card"].encode()

    outcome = outcome_of(lambda: parse_card(data))

    assert outcome == case["expected"]
    if outcome == "ok":
        card = parse_card(data)
        assert " ".join(twelve_words(card)) == case["words"]
        assert encode_card(card) == data


def outcome_of(step: Callable[[], object]) -> str:
    try:
        step()
    except ServandaError as error:
        return error.code
    return "ok"
