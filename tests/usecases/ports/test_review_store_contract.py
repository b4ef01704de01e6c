"""What every store promises of reviews that are kept; runs over memory, SQLite and PostgreSQL."""

from dataclasses import replace

from servanda.usecases.ports.reviews import KeptGroup
from servanda.usecases.ports.store import Store
from tests.usecases.store_samples import NOW, OWN

OTHER = OWN.reverse  # as the own log of another pair


def group(name: int, *, shares: bytes = b"[]") -> KeptGroup:
    return KeptGroup(
        name=bytes([name]) * 32,
        key=bytes([name + 1]) * 32,
        statements=bytes([name + 2]) * 32,
        at=NOW,
        is_over=name % 2 == 0,
        shares=shares,
    )


def kept(store: Store) -> list[KeptGroup]:
    return sorted(store.kept_groups(OWN), key=lambda one: one.name)


def test_nothing_is_kept_in_the_beginning(store: Store) -> None:
    assert store.kept_outline(OWN) is None
    assert kept(store) == []


def test_what_is_kept_comes_back_and_is_replaced_by_name(store: Store) -> None:
    store.keep_review(OWN, outlines={OWN: b"one"}, groups=[group(2), group(1)], gone=())
    assert (store.kept_outline(OWN), kept(store)) == (b"one", [group(1), group(2)])

    other = replace(group(2, shares=b"[1]"), is_over=False)
    store.keep_review(OWN, outlines={OWN: b"two"}, groups=[other], gone=[group(1).name])

    assert (store.kept_outline(OWN), kept(store)) == (b"two", [other])


def test_pairs_and_logs_are_kept_apart(store: Store) -> None:
    store.keep_review(OWN, outlines={OWN: b"one"}, groups=[group(1)], gone=())
    store.keep_review(OTHER, outlines={OTHER: b"two"}, groups=[], gone=[group(1).name])

    assert kept(store) == [group(1)]
    assert (store.kept_outline(OWN), store.kept_outline(OTHER)) == (b"one", b"two")


def test_dropped_nothing_is_kept_of_any_pair(store: Store) -> None:
    for own in (OWN, OTHER):
        store.keep_review(own, outlines={own: b"one"}, groups=[group(1)], gone=())

    store.drop_reviews()

    assert kept(store) == list(store.kept_groups(OTHER)) == []
    assert store.kept_outline(OTHER) is None
