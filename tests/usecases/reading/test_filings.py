"""File numbers of both sides are kept, shown and found, and go when the body goes."""

from dataclasses import replace

import pytest

from servanda.core.canonical import JsonObject
from servanda.core.errors import InvalidInputError
from servanda.core.identifiers import Digest, hash_from_digest
from servanda.usecases.handling.erase_body import erase_body
from servanda.usecases.ports.records import FilingRecord
from servanda.usecases.ports.store import LogGrowth, StepCommit, Store
from servanda.usecases.reading.find_statements import find_statements
from servanda.usecases.reading.list_inbox import list_inbox
from servanda.usecases.reading.show_pair import show_pair
from servanda.usecases.reading.show_statement import show_statement
from servanda.usecases.upkeep.rebuild_projections import rebuild_projections
from tests.usecases.nodes import FULFILLED, REQUEST, REQUEST_BODY, Cast, Node, agreed_cast
from tests.usecases.store_samples import OWN, fact, leaf

TAKEN: JsonObject = {"access": "direct", "tlp": "amber"}
ITEMS = b"i" * 32


def filing(index: int, **changes: object) -> FilingRecord:
    made = FilingRecord(
        leaf_hash=leaf(index).leaf_hash,
        origin=OWN,
        index=index,
        about=leaf(0).leaf_hash,
        file_number=f"Az. {index}/26",
        title="Ströme 100% _x_",
        items=ITEMS if index == 0 else None,
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # members of the record


def stored(store: Store, *filings: FilingRecord) -> None:
    growth = LogGrowth(origin=OWN, leaves=[leaf(0), leaf(1)])
    facts = [fact(0), fact(1)]
    store.commit(StepCommit(growths=[growth], new_facts=facts, filings=filings))


def test_what_is_filed_is_there_by_what_it_is_about(store: Store) -> None:
    stored(store, filing(0), filing(1))

    assert list(store.filings_about([leaf(0).leaf_hash])) == [filing(0), filing(1)]
    assert list(store.filings_about([leaf(1).leaf_hash])) == []
    assert list(store.filings_about([])) == []
    assert list(store.all_filings()) == [filing(0), filing(1)]


def test_many_are_asked_for_at_once(store: Store) -> None:
    stored(store, filing(0))
    many = [bytes([high, low]) * 16 for high in range(6) for low in range(256)]

    assert list(store.filings_about([*many, leaf(0).leaf_hash])) == [filing(0)]


@pytest.mark.parametrize(
    "text",
    ["az. 0", "0/26", "STRÖME", "ströme  100%", "_X_", "26 Ströme", "AZ.0/26", "a z.0 / 26"],
)
def test_a_part_of_number_or_title_finds_it_whatever_its_letter_case_and_spaces(
    store: Store, text: str
) -> None:
    stored(store, filing(0), filing(1, title=""))

    assert filing(0) in store.find_filings(text, limit=9)


@pytest.mark.parametrize("text", ["1%6", "a_.", "strom", "!", "Az. 3"])
def test_no_sign_of_what_is_looked_for_stands_for_another(store: Store, text: str) -> None:
    stored(store, filing(0), filing(1))

    assert list(store.find_filings(text, limit=9)) == []


def test_no_more_are_found_than_asked_for_and_the_last_first(store: Store) -> None:
    stored(store, filing(0), filing(1))

    assert list(store.find_filings("az", limit=1)) == [filing(1)]


def test_open_requests_are_found_by_what_they_ask_for(store: Store) -> None:
    stored(store, filing(0), filing(1, items=b"j" * 32))

    assert list(store.open_with_items(OWN, ITEMS)) == [leaf(0).leaf_hash]
    assert list(store.open_with_items(OWN.reverse, ITEMS)) == []
    assert list(store.open_with_items(OWN, b"k" * 32)) == []


def test_erasing_a_body_takes_what_it_said_for_the_files(store: Store) -> None:
    stored(store, filing(0), filing(1))

    store.erase_body(leaf(0).leaf_hash)

    assert list(store.all_filings()) == [filing(1)]


def test_filings_are_replaced_whole_or_left_alone(store: Store) -> None:
    stored(store, filing(0))

    store.replace_projections(facts=[fact(0)], pairs=[], tiles={})
    assert list(store.all_filings()) == [filing(0)]
    store.replace_projections(facts=[fact(0)], pairs=[], tiles={}, filings=[filing(1)])

    assert list(store.all_filings()) == [filing(1)]


def asked_and_taken() -> tuple[Cast, Digest]:
    cast = agreed_cast()
    request = cast.alice.send("request", REQUEST, body=REQUEST_BODY)
    cast.settle()
    body: JsonObject = {"desk": "Desk 1", "file_number": "B-9 (Kray)"}
    cast.bob.send("acknowledgement", TAKEN, body=body, ref=request)
    cast.settle()
    return cast, request


def test_both_file_numbers_are_shown_on_both_sides() -> None:
    cast, request = asked_and_taken()

    for node in (cast.alice, cast.bob):
        (shown,) = [one for one in show_pair(services=node.services).items if one.leaf == request]
        assert shown.title == REQUEST_BODY["title"]
        assert shown.file_number(cast.alice.party) == REQUEST_BODY["file_number"]
        assert shown.file_number(cast.bob.party) == "B-9 (Kray)"
        assert show_statement(name=request, services=node.services).view == shown
    (received,) = [one for one in list_inbox(services=cast.bob.services) if one.leaf == request]
    assert received.file_number(cast.alice.party) == REQUEST_BODY["file_number"]


def test_what_answers_a_request_shows_the_numbers_of_the_request() -> None:
    cast, request = asked_and_taken()
    answer = cast.bob.send("response", FULFILLED, body={"text": "x"}, ref=request)

    shown = show_statement(name=answer, services=cast.bob.services).view

    assert shown.title == REQUEST_BODY["title"]


@pytest.mark.parametrize("text", ["a-1", "b-9 (kray)", "who used"])
def test_a_request_is_found_by_the_number_of_either_side_on_both_sides(text: str) -> None:
    cast, request = asked_and_taken()

    for node in (cast.alice, cast.bob):
        assert found(node, text) == [request]


def test_nothing_to_look_for_is_wrong_use() -> None:
    with pytest.raises(InvalidInputError, match="part of a file number"):
        find_statements("  ", services=agreed_cast().alice.services)


def test_a_replay_gives_the_same_file_numbers_also_after_an_erasure() -> None:
    cast, request = asked_and_taken()
    for node in (cast.alice, cast.bob):
        assert rebuild_projections(check=True, services=node.services).differences == ()

    erase_body(hash_from_digest(request), services=cast.bob.services)

    assert found(cast.bob, "a-1") == []
    assert found(cast.bob, "b-9") == [request]
    assert rebuild_projections(check=True, services=cast.bob.services).differences == ()
    assert rebuild_projections(check=False, services=cast.bob.services).replaced
    assert found(cast.bob, "b-9") == [request]


def test_a_changed_file_number_is_a_difference_that_a_rebuild_mends() -> None:
    cast, request = asked_and_taken()
    store = cast.alice.services.store
    (mine, theirs) = store.filings_about([hash_from_digest(request)])
    own = cast.alice.pair.own
    store.replace_projections(
        facts=[*store.facts_of(own), *store.facts_of(own.reverse)],
        pairs=store.pairs(),
        tiles={},  # of logs as short as these there are none
        filings=[replace(mine, file_number="A-2"), theirs],
    )

    (difference,) = rebuild_projections(check=True, services=cast.alice.services).differences

    assert "file number" in difference
    rebuild_projections(check=False, services=cast.alice.services)
    assert found(cast.alice, "A-1") == [request]


def found(node: Node, text: str) -> list[Digest]:
    return [one.leaf for one in find_statements(text, services=node.services)]
