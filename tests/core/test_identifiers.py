from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.core.identifiers import (
    InvalidNameError,
    digest_from_hash,
    digest_of,
    format_instant,
    hash_from_digest,
    parse_accord_name,
    parse_digest,
    parse_instant,
    parse_origin,
    parse_party,
)

seconds = st.datetimes(timezones=st.just(UTC)).map(lambda instant: instant.replace(microsecond=0))


@given(seconds)
def test_an_instant_comes_back_from_its_written_form(instant: datetime) -> None:
    assert parse_instant(format_instant(instant)) == instant


@given(st.text(max_size=24) | st.from_regex(r"[0-9]{4}(-[0-9]{2}){2}T[0-9]{2}(:[0-9]{2}){2}Z"))
def test_any_text_is_an_instant_written_in_its_one_way_or_refused(text: str) -> None:
    try:
        instant = parse_instant(text)
    except InvalidNameError:
        return

    assert format_instant(instant) == text


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-22T24:00:00Z",
        "2026-11-22T23:59:60Z",
        "2026-02-29T00:00:00Z",
        "0000-01-01T00:00:00Z",
        "2026-11-22T03:00:00+00:00",
        "2026-11-22T03:00:00.0Z",
        "2026-11-22 03:00:00Z",
        "2026-11-22T03:00:00Z\n",
        "٢٠٢٦-11-22T03:00:00Z",
    ],
)
def test_another_spelling_of_an_instant_is_refused(text: str) -> None:
    with pytest.raises(InvalidNameError):
        parse_instant(text)


def test_an_instant_of_another_zone_is_written_in_utc_with_fractions_cut_off() -> None:
    beijing = timezone(timedelta(hours=8))

    written = format_instant(datetime(2026, 11, 22, 7, 0, 0, 999_999, beijing))

    assert written == "2026-11-21T23:00:00Z"


@pytest.mark.parametrize("text", ["northmark.example", "a", "0", "x" * 64, "a.b-c"])
def test_a_party_of_the_allowed_characters_is_taken(text: str) -> None:
    assert parse_party(text) == text


@pytest.mark.parametrize(
    "text",
    ["", ".", "..", "...", "x" * 65, "A", "a b", "a/b", "a\n", "a_b", "é", "a\x00", "a+b"],
)
def test_a_party_that_could_be_a_path_or_another_spelling_is_refused(text: str) -> None:
    with pytest.raises(InvalidNameError):
        parse_party(text)


@pytest.mark.parametrize("text", ["", "x" * 41, "a.b", "A", "a/b", "nm-sm\n"])
def test_a_name_outside_the_rules_is_no_accord_name(text: str) -> None:
    with pytest.raises(InvalidNameError):
        parse_accord_name(text)


@given(st.text(max_size=40) | st.from_regex(r"[a-z.]{1,4}/servanda/[a-z]{1,4}/[a-z.]{1,4}"))
def test_any_text_is_an_origin_written_in_its_one_way_or_refused(text: str) -> None:
    try:
        origin = parse_origin(text)
    except InvalidNameError:
        return

    assert str(origin) == text
    assert origin.reverse.reverse == origin


def test_the_reverse_of_a_log_is_the_counterparts() -> None:
    origin = parse_origin("alice.example/servanda/ab/bob.example")

    assert str(origin.reverse) == "bob.example/servanda/ab/alice.example"


@given(st.binary(max_size=40))
def test_a_digest_comes_back_from_its_written_form(data: bytes) -> None:
    digest = digest_of(data)

    assert parse_digest(digest) == digest
    assert hash_from_digest(digest) == sha256(data).digest()
    assert digest_from_hash(hash_from_digest(digest)) == digest


@pytest.mark.parametrize(
    "text",
    ["", "sha256:", "sha256:" + "A" * 64, "0" * 64, "sha256:" + "0" * 63, "sha512:" + "0" * 64],
)
def test_another_spelling_of_a_digest_is_refused(text: str) -> None:
    with pytest.raises(InvalidNameError):
        parse_digest(text)
