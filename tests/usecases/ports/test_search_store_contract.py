"""What every store promises of searches at the desk."""

from servanda.usecases.ports.searches import SearchRecord
from servanda.usecases.ports.store import Store


def search(name: str, person: str = "ada") -> SearchRecord:
    return SearchRecord(name=name, person=person, words=f"银行 {name}")


def test_the_newest_searches_of_each_person_stay(store: Store) -> None:
    store.keep_search(search("b1", "ben"), most=2)
    for name in ("a1", "a2", "a3"):
        store.keep_search(search(name), most=2)

    assert store.kept_search("a1") is None
    assert store.kept_search("a2") == search("a2")
    assert store.kept_search("a3") == search("a3")
    assert store.kept_search("b1") == search("b1", "ben")
    assert store.kept_search("") is None
