"""What every store promises of envelopes that a carrier may give back."""

from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

from servanda.usecases.ports.sendings import SendingRecord
from servanda.usecases.ports.store import Store
from tests.usecases.store_samples import NOW, OWN

KEEP = 3


def sending(number: int) -> SendingRecord:
    return SendingRecord(
        digest=sha256(bytes([number])).hexdigest(),
        own=OWN,
        first=number,
        until=number + 2,
        carrier="mail",
        sent_at=NOW + timedelta(seconds=number),
    )


def test_only_the_newest_sendings_of_a_pair_are_kept(store: Store) -> None:
    other = replace(sending(99), own=OWN.reverse)
    store.add_sending(other, keep=KEEP)

    for number in range(5):
        store.add_sending(sending(number), keep=KEEP)

    assert list(store.sendings(OWN)) == [sending(4), sending(3), sending(2)]
    assert store.sending(sending(1).digest) is None
    assert store.sending(sending(4).digest) == sending(4)
    assert list(store.sendings(OWN.reverse)) == [other]


def test_a_return_is_noted_once_and_the_first_one_stands(store: Store) -> None:
    store.add_sending(sending(1), keep=KEEP)
    later = NOW + timedelta(hours=1)

    assert store.note_returned(sending(1).digest, status="5.1.1", at=later)
    assert not store.note_returned(sending(1).digest, status="5.2.2", at=later)
    assert not store.note_returned(sending(2).digest, status="5.1.1", at=later)
    store.add_sending(sending(1), keep=KEEP)

    assert list(store.sendings(OWN)) == [replace(sending(1), returned_at=later, status="5.1.1")]
