import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.core.desk.case_filters import (
    MAX_FILTERS,
    VALUES,
    CaseFilter,
    Field,
    InvalidFilterError,
    parse_filters,
    written_filters,
)
from servanda.core.desk.case_order import (
    CaseOrder,
    CasePlace,
    InvalidPlaceError,
    parse_order,
    parse_place,
)
from servanda.core.errors import ServandaError


@st.composite
def case_filters(draw: st.DrawFn) -> CaseFilter:
    field = draw(st.sampled_from(Field))
    known = VALUES.get(field)
    value = (
        st.text("abcxyz019._-\u94f6\u884c", min_size=1, max_size=12)
        if known is None
        else st.sampled_from(sorted(known))
    )
    return CaseFilter(field=field, value=draw(value), is_not=draw(st.booleans()))


@given(st.lists(case_filters(), max_size=MAX_FILTERS))
def test_what_is_written_is_read_as_it_was_and_written_alike(filters: list[CaseFilter]) -> None:
    line = written_filters(filters)

    assert parse_filters(line) == tuple(sorted(set(filters)))
    assert written_filters(parse_filters(line)) == line


@given(st.text(max_size=60))
def test_any_line_is_filters_or_an_error_of_ours(line: str) -> None:
    try:
        filters = parse_filters(line)
    except ServandaError:
        return
    assert parse_filters(written_filters(filters)) == filters


@pytest.mark.parametrize(
    "line",
    ["open", "is:", "is:late", "--is:open", "state:done", "kind:a'b", "with:%", "IS:open", ":x"],
)
def test_what_is_no_filter_is_refused_with_what_was_expected(line: str) -> None:
    with pytest.raises(InvalidFilterError, match="expected"):
        parse_filters(line)


def test_too_many_filters_are_refused() -> None:
    line = " ".join(f"with:p{number}" for number in range(MAX_FILTERS + 1))

    with pytest.raises(InvalidFilterError, match="at most"):
        parse_filters(line)
    with pytest.raises(InvalidFilterError, match="at most"):
        parse_filters(" " * 100_000)


@given(st.integers(0, 10**11), st.binary(min_size=32, max_size=32))
def test_a_place_is_read_as_it_was_written(seconds: int, leaf_hash: bytes) -> None:
    place = CasePlace(seconds=seconds, leaf_hash=leaf_hash)

    assert parse_place(str(place)) == place


@pytest.mark.parametrize("written", ["", "1", "1.ff", f"{10**30}.{'0' * 64}", f"1.{'G' * 64}"])
def test_what_is_no_place_is_refused(written: str) -> None:
    with pytest.raises(InvalidPlaceError):
        parse_place(written)


def test_an_unknown_order_is_the_usual_one() -> None:
    assert parse_order("newest") is CaseOrder.NEWEST
    assert parse_order("; DROP TABLE") is CaseOrder.DUE
