"""What the store keeps of a leaf can be kept by every database, whoever wrote the leaf."""

from servanda.core.exchange.leaf import RejectedLeaf
from servanda.core.identifiers import AccordName, Origin, PartyId
from servanda.usecases.exchange.leaf_records import judged_leaf, leaf_record

ORIGIN = Origin(
    from_party=PartyId("mallory.example"),
    accord_name=AccordName("a-m"),
    to_party=PartyId("alice.example"),
)
REJECTED = RejectedLeaf(
    origin=ORIGIN,
    index=0,
    leaf_hash=b"h" * 32,
    note=b"no note",
    code="invalid",
    reason="no such fact: a\0b",
    header=None,
)


def test_a_reason_that_repeats_a_nul_of_the_counterparts_is_kept_without_it() -> None:
    record = leaf_record(REJECTED)

    assert record.reason == "no such fact: a\N{REPLACEMENT CHARACTER}b"
    assert record.note == REJECTED.note
    assert leaf_record(judged_leaf(ORIGIN, record)) == record
