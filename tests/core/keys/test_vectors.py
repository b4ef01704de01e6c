import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from servanda.core.errors import ServandaError
from servanda.core.keys.card import encode_card, parse_card, twelve_words
from servanda.core.keys.sheets import RootKeys, verify_sheet
from servanda.core.keys.timeline import KeyTimeline

Case = dict[str, Any]

FOLDER = Path(__file__).parents[3] / "vectors" / "keys"
SHEET, CARD, TIMELINE = (
    json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    for name in ("sheet", "card", "timeline")
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


@each(TIMELINE["cases"])
def test_timeline(case: Case) -> None:
    keys = KeyTimeline.of_card(parse_card(case["card"].encode()))
    outcome = "ok"

    try:
        for leaf in case["leaves"]:
            keys = keys.with_key_leaf(leaf["index"], leaf["facts"])
    except ServandaError as error:
        outcome = error.code

    assert outcome == case["expected"]
    for at in case["keys"]:
        found = keys.keys_after(at["after"])
        assert (found.serial, sorted(found.kem)) == (at["serial"], at["kem"])
    assert keys.newest is keys.keys_after(case["keys"][-1]["after"])


def test_the_vectors_of_a_timeline_show_what_each_rule_allows_and_refuses() -> None:
    outcomes = {case["name"]: case["expected"] for case in TIMELINE["cases"]}

    assert outcomes == {
        "no key leaf: sheet 1 holds": "ok",
        "a card that was renewed changes nothing: sheet 1 holds": "ok",
        "leaf 0 brings the newest sheet": "ok",
        "a sheet in the middle, its KEM keys replace": "ok",
        "a sheet without KEM keys leaves them": "ok",
        "a serial may be skipped": "ok",
        "added, later retired": "ok",
        "added and retired in one leaf": "ok",
        "the root hands over": "ok",
        "the root before the hand-over": "invalid-signature",
        "a sheet that was skipped handed over": "invalid-signature",
        "sheet 1 again": "invalid-key-change",
        "a serial that is not higher": "invalid-key-change",
        "a name that is live is added": "invalid-key-change",
        "a name that is not live is retired": "invalid-key-change",
        "the last key is retired": "invalid-key-change",
        "a sheet and a key": "invalid-key-change",
        "nothing at all": "invalid-key-change",
    }


def outcome_of(step: Callable[[], object]) -> str:
    try:
        step()
    except ServandaError as error:
        return error.code
    return "ok"
