from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.core import canonical
from servanda.core.accords.accord import (
    MAX_ACCORD_BYTES,
    Accord,
    MalformedAccordError,
    accord_id,
    encode_accord,
    parse_accord,
)
from servanda.core.accords.terms import Commitment, Terms
from servanda.core.accords.terms_form import InvalidTermsError
from servanda.core.canonical import JsonValue
from servanda.core.errors import CounterpartError
from servanda.core.identifiers import AccordName, Digest, digest_of
from servanda.core.statements.registry import full_profile
from tests import strategies
from tests.core.keys.cast import ALICE, BOB, card_of

TERMS = Terms(
    commitments=(Commitment(id="C1", nature="continuing", text={"en": "Answer in time."}),),
    kinds=frozenset(("preservation",)),
    clocks=(),
    grounds=frozenset(("other",)),
    subjects=frozenset(("cyber",)),
)
ACCORD = Accord(
    name=AccordName("al-bo"),
    parties=(ALICE, BOB),
    cards=(card_of(ALICE), card_of(BOB)),
    mode="real",
    periods=(datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 7, 1, tzinfo=UTC)),
    cut_wait_seconds=259_200,
    tolerance_seconds=120,
    profile=full_profile(),
    template_name="us-china-2015",
    template_digest=digest_of(b"template"),
    terms=TERMS,
)


def written(**changes: Any) -> bytes:  # noqa: ANN401 - of any shape, to be refused
    """The good accord with some members changed, or left out where given as `...`."""
    value: dict[str, Any] = orjson.loads(encode_accord(ACCORD))
    value.update(changes)
    return canonical.encode({name: item for name, item in value.items() if item is not ...})


@given(strategies.terms(), st.none() | strategies.digests)
def test_an_accord_comes_back_from_its_bytes_unchanged(
    terms: Terms, replaces: Digest | None
) -> None:
    accord = replace(ACCORD, terms=terms, replaces=replaces)

    assert parse_accord(encode_accord(accord)) == accord
    assert encode_accord(parse_accord(encode_accord(accord))) == encode_accord(accord)


def test_a_witness_is_kept() -> None:
    accord = replace(ACCORD, witness="walter.example/witness+0a1b2c3d+BAAA")

    assert parse_accord(encode_accord(accord)) == accord


def test_the_id_of_an_accord_is_the_hash_of_its_bytes() -> None:
    data = encode_accord(ACCORD)

    assert accord_id(data) == digest_of(data)


@pytest.mark.parametrize(
    "changes",
    [
        {"v": "servanda-accord/2"},
        {"unknown": 1},
        {"mode": "test"},
        {"mode": ...},
        {"name": "AL"},
        {"parties": ["alice.example"]},
        {"parties": ["alice.example", "alice.example"]},
        {"parties": ["bob.example", "alice.example"]},
        {"parties": ["alice.example", ".."]},
        {"cards": [[], []]},
        {"cards": [["no note"], ["no note"]]},
        {"periods": ["2026-01-01T00:00:00Z"]},
        {"periods": ["2026-07-01T00:00:00Z", "2026-01-01T00:00:00Z"]},
        {"periods": ["2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z"]},
        {"cut_wait_seconds": -1},
        {"tolerance_seconds": 86_401},
        {"profile": {}},
        {"profile": {"Request": 1}},
        {"profile": {"request": 0}},
        {"template": {"name": "x"}},
        {"terms": {}},
        {"terms": []},
        {"witness": "two words"},
        {"replaces": "version one"},
    ],
)
def test_an_accord_with_a_wrong_member_is_refused(changes: Mapping[str, Any]) -> None:
    with pytest.raises(CounterpartError):
        parse_accord(written(**changes))


def test_a_card_of_another_party_cannot_stand_for_a_party() -> None:
    value = orjson.loads(encode_accord(ACCORD))

    with pytest.raises(MalformedAccordError, match=r"expected the card of bob\.example"):
        parse_accord(written(cards=[value["cards"][0], value["cards"][0]]))


def test_an_altered_key_in_a_card_is_noticed() -> None:
    cards = orjson.loads(encode_accord(ACCORD))["cards"]
    cards[0][0] = cards[0][0].replace("https://node.", "https://evil.")

    with pytest.raises(CounterpartError):
        parse_accord(written(cards=cards))


def test_bytes_over_the_limit_are_refused_before_they_are_read() -> None:
    with pytest.raises(MalformedAccordError, match="at most"):
        parse_accord(b" " * (MAX_ACCORD_BYTES + 1))


@given(st.binary(max_size=60) | strategies.json_objects.map(canonical.encode))
def test_any_bytes_give_an_accord_or_an_error_of_ours(data: bytes) -> None:
    with suppress(CounterpartError):
        parse_accord(data)


@given(st.sampled_from(sorted(orjson.loads(encode_accord(ACCORD)))), strategies.json_values)
def test_a_member_of_any_shape_gives_an_accord_or_an_error_of_ours(
    name: str, value: JsonValue
) -> None:
    with suppress(CounterpartError):
        parse_accord(written(**{name: value}))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"kinds": ["preservation", "mitigation"]}, "rising order"),
        ({"kinds": ["sabotage"]}, r"kinds\[0\]"),
        ({"preservation_days": 200}, "preservation_longest_days"),
        ({"commitments": []}, "commitments"),
        ({"clocks": [{"name": "answer"}]}, r"clocks\[0\]"),
    ],
)
def test_terms_that_contradict_themselves_are_refused_and_named(
    changes: Mapping[str, Any], message: str
) -> None:
    terms = {**orjson.loads(encode_accord(ACCORD))["terms"], **changes}

    with pytest.raises(InvalidTermsError, match=message):
        parse_accord(written(terms=terms))
