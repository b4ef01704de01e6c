"""What every store promises of second factors."""

from servanda.core.identifiers import digest_of
from servanda.core.people.second_factor import SecondFactor
from servanda.usecases.ports.store import Store

FACTOR = SecondFactor(secret=b"s" * 20, recovery=(digest_of(b"one"), digest_of(b"two")))


def test_a_second_factor_is_kept_under_its_digest(store: Store) -> None:
    store.save_second_factor("ada", FACTOR)
    store.save_second_factor("ada", FACTOR)

    assert store.second_factor(FACTOR.digest) == FACTOR
    assert store.second_factor(digest_of(b"another")) is None


def test_a_code_is_spent_once_for_each_factor(store: Store) -> None:
    other = digest_of(b"another factor")

    assert store.spend(FACTOR.digest, "step 1")
    assert not store.spend(FACTOR.digest, "step 1")
    assert store.spend(FACTOR.digest, "step 2")
    assert store.spend(other, "step 1")
