"""What every store promises of how carriers did."""

from dataclasses import replace

from servanda.core.exchange.carrier_choice import Standing
from servanda.usecases.ports.carriers import CarrierRecord
from servanda.usecases.ports.store import Store
from tests.usecases.store_samples import NOW, OWN

RECORD = CarrierRecord(
    own=OWN,
    kind="mail",
    standing=Standing(failures=3, rests_until=NOW),
    handed_at=NOW,
    handed_until=7,
    trouble="silent",
)


def test_the_newest_record_of_each_pair_and_carrier_is_kept(store: Store) -> None:
    other = replace(RECORD, own=OWN.reverse)
    store.save_carrier(RECORD)
    store.save_carrier(other)
    store.save_carrier(CarrierRecord(own=OWN, kind="https"))

    store.save_carrier(replace(RECORD, trouble=""))

    assert store.carriers_of(OWN) == {
        "https": CarrierRecord(own=OWN, kind="https"),
        "mail": replace(RECORD, trouble=""),
    }
    assert store.carriers_of(OWN.reverse) == {"mail": other}
