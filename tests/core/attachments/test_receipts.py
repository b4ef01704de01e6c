from datetime import UTC, datetime, timedelta

import pytest

from servanda.core.attachments.receipts import delivered_at, listing_facts
from servanda.core.identifiers import digest_of
from servanda.core.statements.registry import STATEMENT_TYPES

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LATER = NOON + timedelta(hours=1)


@pytest.mark.parametrize(
    ("covered", "missing", "listed", "expected"),
    [
        (None, 0, None, None),
        (NOON, 0, None, NOON),
        (NOON, 1, LATER, None),
        (NOON, 0, LATER, LATER),
        (LATER, 0, NOON, LATER),
        (None, 0, LATER, None),
    ],
)
def test_a_statement_is_delivered_at_the_latest_of_its_receipts(
    covered: datetime | None, missing: int, listed: datetime | None, expected: datetime | None
) -> None:
    assert delivered_at(covered_at=covered, missing=missing, listed_at=listed) == expected


def test_the_receipt_of_attachments_lists_each_once_and_fits_its_schema() -> None:
    one, other = digest_of(b"1"), digest_of(b"2")

    facts = listing_facts([other, one, other])

    assert facts == {"attachments": sorted([one, other])}
    STATEMENT_TYPES["receipt"].facts.validate(facts)
