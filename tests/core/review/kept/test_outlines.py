"""What is kept of a log comes back as it was, and what is damaged is made again, not believed."""

from hypothesis import given
from hypothesis import strategies as st

from servanda.core.exchange.order import settle_places
from servanda.core.identifiers import digest_of
from servanda.core.review.kept.outlines import KeptOutline, decode_outline, encode_outline
from tests.core.exchange.worked_example import play

CONTENTS = play().alice.contents()
KEPT = {party: KeptOutline() for party in CONTENTS.logs}
for party, leaves in CONTENTS.logs.items():
    for leaf in leaves:
        KEPT[party].take(leaf)
ENCODED = {party: encode_outline(kept) for party, kept in KEPT.items()}


def test_an_outline_comes_back_as_it_was_kept() -> None:
    for data in ENCODED.values():
        decoded = decode_outline(data)

        assert decoded is not None
        assert encode_outline(decoded) == data


def test_receipts_of_attachments_and_refusals_come_back_too() -> None:
    kept = KeptOutline()
    kept.outline.listing["sha256:00"] = 7
    kept.outline.refusals[digest_of(b"refused"), 3] = 9

    decoded = decode_outline(encode_outline(kept))

    assert decoded is not None
    assert decoded.outline.listing == kept.outline.listing
    assert decoded.outline.refusals == kept.outline.refusals


def test_an_outline_that_came_back_grows_as_one_that_never_left() -> None:
    for party, leaves in CONTENTS.logs.items():
        half = KeptOutline()
        for leaf in leaves[: len(leaves) // 2]:
            half.take(leaf)
        grown = decode_outline(encode_outline(half))
        assert grown is not None

        for leaf in leaves[len(leaves) // 2 :]:
            grown.take(leaf)

        assert encode_outline(grown) == ENCODED[party]


def test_what_counts_is_settled_alike_on_outlines_that_were_kept() -> None:
    fresh = {party: kept.outline for party, kept in KEPT.items()}
    kept = {party: decode_outline(data) for party, data in ENCODED.items()}
    back = {party: one.outline for party, one in kept.items() if one is not None}

    settled = [list(settle_places(CONTENTS, outlines).counted) for outlines in (fresh, back)]

    assert settled[0] == settled[1] != []


@given(st.binary(max_size=80))
def test_any_bytes_are_no_outline_and_no_error(data: bytes) -> None:
    assert decode_outline(data) is None


def test_an_outline_cut_short_anywhere_is_none() -> None:
    data = next(iter(ENCODED.values()))

    assert [at for at in range(len(data)) if decode_outline(data[:at]) is not None] == []
