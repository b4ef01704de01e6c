"""Two requests ask for the same whatever the order and the spelling, and otherwise not."""

from itertools import permutations
from typing import Any

import pytest

from servanda.core.forms.same_items import items_digest

ITEM = {
    "sought": "Subscriber data",
    "link": "It was used.",
    "category": "subscriber_data",
    "identifier": "Account 4711",
    "from": "2025-11-03T00:00:00Z",
    "until": "2025-11-17T00:00:00Z",
}
OTHER = {**ITEM, "identifier": "account 4712"}
KIND = "information_request"


def digest(*items: dict[str, Any], kind: str = KIND) -> str:
    return items_digest(kind=kind, body={"items": list(items)})


def test_order_and_repetition_make_no_other_request() -> None:
    items = [ITEM, OTHER, {"sought": "The log"}]

    assert len({digest(*order) for order in permutations(items)}) == 1
    assert digest(ITEM, ITEM) == digest(ITEM)


@pytest.mark.parametrize("spelling", ["account 4711", "  ACCOUNT\n4711 ", "\uff41ccount 4711"])
def test_spelling_makes_no_other_request(spelling: str) -> None:
    changed = {**ITEM, "identifier": spelling, "sought": "Whose account is it", "link": "x"}

    assert digest(changed) == digest(ITEM)


@pytest.mark.parametrize(
    "change",
    [
        {"identifier": "account 4712"},
        {"category": "traffic_data"},
        {"from": "2025-11-04T00:00:00Z"},
        {"until": "2025-11-18T00:00:00Z"},
    ],
)
def test_another_thing_or_period_is_another_request(change: dict[str, str]) -> None:
    assert digest({**ITEM, **change}) != digest(ITEM)


def test_of_items_without_identifier_the_words_count() -> None:
    assert digest({"sought": "The log"}) == digest({"sought": "the  LOG"})
    assert digest({"sought": "The log"}) != digest({"sought": "The mail"})


def test_more_items_are_another_request_and_so_is_another_kind() -> None:
    assert digest(ITEM, OTHER) != digest(ITEM)
    assert digest(ITEM, kind="preservation") != digest(ITEM)
