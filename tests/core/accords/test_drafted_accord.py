"""An edited accord comes back to the bytes that count, or is explained by line."""

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.core.accords.accord import parse_accord
from servanda.core.accords.drafted_accord import (
    DraftedAccordError,
    lint_accord,
    read_drafted_accord,
    write_drafted_accord,
)
from servanda.core.accords.toml_text import LintFault
from servanda.core.errors import ServandaError
from servanda.core.faults import Found
from tests.core.accords.test_accord import written

ACCORD = written()


def edited(old: str, new: str) -> bytes:
    text = write_drafted_accord(ACCORD).decode()
    assert old in text
    return text.replace(old, new, 1).encode()


BAD_ACCORDS: Mapping[str, tuple[bytes, str, str]] = {
    "not JSON": (edited('"mode"', "mode"), "", "JSON"),
    "no object": (b"[1]", "", "JSON"),
    "not UTF-8": (b'{"a": "\xff"}', "", "JSON"),
    "nested without end": (b"[" * 100_000, "", "JSON"),
    "a fraction": (edited('"cut_wait_seconds": 259200', '"cut_wait_seconds": 0.5'), "", "JSON"),
    "a member twice": (edited('"mode": "real"', '"mode": "real",\n "mode": "real"'), "", "JSON"),
    "a wrong mode": (edited('"real"', '"serious"'), "mode", "one of"),
    "a wrong member of the terms": (
        edited('"grace_seconds": 0', '"grace_seconds": -1'),
        "terms.grace_seconds",
        "a whole number from 0 to 86400",
    ),
    "an unknown member": (edited('"mode"', '"modus"'), "mode", "a value"),
    "a contradiction": (
        edited('"preservation_longest_days": 180', '"preservation_longest_days": 1'),
        "terms.preservation_longest_days",
        "at least 60",
    ),
    "a default written out": (
        edited('"grace_seconds": 0', '"grace_seconds": 0,\n  "reopening_days": 90'),
        "terms.reopening_days",
        "to be left out, which means 90",
    ),
    "parties that are one": (
        edited('"bob.example"', '"alice.example"'),
        "parties",
        "each one once",
    ),
    "periods that fall": (
        edited('"2026-07-01T00:00:00Z"', '"2025-07-01T00:00:00Z"'),
        "periods",
        "rising order",
    ),
}


def faults_of_accord(name: str) -> Sequence[LintFault]:
    return lint_accord(BAD_ACCORDS[name][0], file="accord.json")


@pytest.mark.parametrize("name", BAD_ACCORDS)
def test_a_bad_draft_is_explained_by_line_and_member(name: str) -> None:
    text, path, expected = BAD_ACCORDS[name]

    _, line, fault = faults_of_accord(name)[0]

    assert fault.place == path
    assert str(fault.expected).startswith(expected)
    if path and fault.found is not Found.NOTHING:
        assert path.rpartition(".")[2] in text.decode().splitlines()[line - 1]


@pytest.mark.parametrize("name", BAD_ACCORDS)
def test_a_draft_with_a_fault_cannot_be_proposed(name: str) -> None:
    with pytest.raises(ServandaError):
        parse_accord(read_drafted_accord(BAD_ACCORDS[name][0]))


def test_an_edited_draft_comes_back_to_the_bytes_that_count() -> None:
    respelled: Sequence[Callable[[Any], str]] = (
        lambda value: json.dumps(value, indent=4),
        lambda value: json.dumps(dict(reversed(value.items())), ensure_ascii=False),
    )

    assert read_drafted_accord(write_drafted_accord(ACCORD)) == ACCORD
    assert lint_accord(write_drafted_accord(ACCORD), file="accord.json") == []
    for respell in respelled:
        assert read_drafted_accord(respell(json.loads(ACCORD)).encode()) == ACCORD


@given(
    st.binary(max_size=80) | st.text(max_size=80).map(lambda text: text.encode(errors="replace"))
)
def test_any_bytes_give_faults_or_an_accord_and_never_a_crash(data: bytes) -> None:
    assert lint_accord(data, file="accord.json")
    with suppress(DraftedAccordError):
        read_drafted_accord(data)
