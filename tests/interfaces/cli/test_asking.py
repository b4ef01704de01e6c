"""A zone is an offset and nothing else; a pair has a name."""

import pytest

from servanda.core.errors import InvalidInputError
from servanda.interfaces.cli.asking import ask_for, parse_assignment, parse_zone


@pytest.mark.parametrize(
    ("written", "minutes"),
    [("Z", 0), ("UTC", 0), ("+08:00", 480), ("UTC-05:30", -330), ("+00:00", 0), ("-00:30", -30)],
)
def test_an_offset_is_read_in_minutes(written: str, minutes: int) -> None:
    assert parse_zone(written) == minutes


@pytest.mark.parametrize("written", ["", "CST", "8", "+8:00", "+08:75", "+0800", "Asia/Shanghai"])
def test_a_name_or_half_an_offset_is_none(written: str) -> None:
    with pytest.raises(InvalidInputError):
        parse_zone(written)


def test_a_pair_keeps_what_follows_its_first_equals_sign() -> None:
    assert parse_assignment("--point", "a = b=c") == ("a", "b=c")
    for written in ("", "=b", "only"):
        with pytest.raises(InvalidInputError):
            parse_assignment("--point", written)


def test_a_program_is_asked_nothing() -> None:
    assert ask_for("given", "--day", "?", as_json=True) == "given"
    with pytest.raises(InvalidInputError, match="--day"):
        ask_for(None, "--day", "?", as_json=True)
