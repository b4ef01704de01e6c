"""Codes of an app and recovery codes: the right ones, about now, and nothing else."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.core.identifiers import PartyId
from servanda.core.people.second_factor import (
    RECOVERY_BYTES,
    SECRET_BYTES,
    SecondFactor,
    app_address,
    build_recovery_code,
    code_at,
    grouped,
    parse_secret,
    recovery_digest,
    write_secret,
)

NOW = datetime(2026, 11, 27, 8, 0, tzinfo=UTC)
# RFC 6238, appendix B: the secret of its examples, and the last six digits of their codes.
RFC_SECRET = b"12345678901234567890"
SECRETS = st.binary(min_size=SECRET_BYTES, max_size=SECRET_BYTES)


def factor(secret: bytes = RFC_SECRET, *codes: str) -> SecondFactor:
    return SecondFactor(secret=secret, recovery=tuple(recovery_digest(one) for one in codes))


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "287082"),
        (1_111_111_109, "081804"),
        (1_234_567_890, "005924"),
        (2_000_000_000, "279037"),
    ],
)
def test_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    at = datetime.fromtimestamp(seconds, UTC)

    assert code_at(RFC_SECRET, at=at) == code
    assert factor().mark_of(code, at=at) == f"step {seconds // 30}"


@given(SECRETS, st.integers(-600, 600))
def test_a_code_is_right_one_step_around_its_time_and_else_wrong(secret: bytes, late: int) -> None:
    code = code_at(secret, at=NOW)
    mark = factor(secret).mark_of(code, at=NOW + timedelta(seconds=late))

    if -30 <= late < 60:  # NOW begins a step
        assert mark is not None
    else:
        # Another step may have the same six digits: one in some hundred thousand.
        assert mark is None or mark != f"step {int(NOW.timestamp()) // 30}"


@given(SECRETS, st.text(max_size=40))
def test_whatever_is_typed_is_answered(secret: bytes, typed: str) -> None:
    mark = factor(secret).mark_of(typed, at=NOW)

    assert mark is None or mark.startswith("step ")


@given(st.binary(min_size=RECOVERY_BYTES, max_size=RECOVERY_BYTES))
def test_a_recovery_code_is_known_however_it_is_typed_off(raw: bytes) -> None:
    code = build_recovery_code(raw)
    one = factor(RFC_SECRET, code, build_recovery_code(bytes(RECOVERY_BYTES)))

    typed = {code, code.upper(), code.replace("-", ""), f" {code} ", code.replace("-", " ")}
    assert {one.mark_of(each, at=NOW) for each in typed} == {recovery_digest(code)}
    assert factor().mark_of(code, at=NOW) is None
    assert code not in repr(one)


@given(SECRETS)
def test_a_secret_is_read_back_as_it_is_typed_off(secret: bytes) -> None:
    written = write_secret(secret)

    assert parse_secret(written) == secret
    assert parse_secret(grouped(written).lower()) == secret


@pytest.mark.parametrize("text", ["", "AAAA", "no secret", "A" * 33, "=" * 32, "\0", "一"])
def test_what_is_no_secret_is_none(text: str) -> None:
    assert parse_secret(text) is None


def test_the_digest_names_secret_and_every_recovery_code() -> None:
    digests = {
        one.digest
        for one in (factor(), factor(b"x" * 20), factor(RFC_SECRET, "a"), factor(RFC_SECRET, "b"))
    }

    assert len(digests) == 4


def test_an_app_is_told_whose_code_it_is() -> None:
    address = app_address(RFC_SECRET, person="cleo", party=PartyId("northmark.example"))

    assert address.startswith("otpauth://totp/northmark.example:cleo?")
    assert f"secret={write_secret(RFC_SECRET)}" in address
