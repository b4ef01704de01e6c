import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.core.attachments.parts import (
    MAX_ATTACHMENT_BYTES,
    MAX_PART_BYTES,
    AttachmentTooLargeError,
    OtherOffsetError,
    Part,
    next_part,
    require_room,
)


@given(st.integers(1, 500), st.integers(1, 60), st.data())
def test_parts_from_any_interruption_give_every_byte_once(
    size: int, part_bytes: int, data: st.DataObject
) -> None:
    have, parts = data.draw(st.integers(0, size - 1)), []
    start = have

    while part := next_part(have=have, size=size, part_bytes=part_bytes):
        parts.append(part)
        have += part.length

    covered = [byte for one in parts for byte in range(one.offset, one.offset + one.length)]
    assert covered == list(range(start, size))


@pytest.mark.parametrize(("have", "size"), [(5, 5), (6, 5), (-1, 5), (0, 0)])
def test_nothing_is_sent_to_who_has_all_or_claims_nonsense(have: int, size: int) -> None:
    assert next_part(have=have, size=size) is None


def test_a_part_goes_on_where_the_bytes_end() -> None:
    assert next_part(have=7, size=10, part_bytes=100) == Part(offset=7, length=3)


@given(st.integers(0, 50), st.integers(-5, 60))
def test_a_part_at_any_other_offset_is_refused_and_learns_the_right_one(
    have: int, offset: int
) -> None:
    if offset == have:
        assert require_room(size=50, have=have, offset=offset) == 50 - have
        return
    with pytest.raises(OtherOffsetError) as refused:
        require_room(size=50, have=have, offset=offset)
    assert refused.value.have == have


def test_a_part_brings_at_most_the_protocols_limit() -> None:
    assert require_room(size=MAX_PART_BYTES + 1, have=0, offset=0) == MAX_PART_BYTES


def test_an_attachment_beyond_all_measure_is_never_taken() -> None:
    with pytest.raises(AttachmentTooLargeError):
        require_room(size=MAX_ATTACHMENT_BYTES + 1, have=0, offset=0)
    assert require_room(size=MAX_ATTACHMENT_BYTES, have=0, offset=0) == MAX_PART_BYTES
