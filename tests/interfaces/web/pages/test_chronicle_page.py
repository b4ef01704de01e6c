"""The page of the chronicle: every statement once, in stretches that lead on without end or gap."""

from urllib.parse import parse_qsl

import pytest

from servanda.interfaces.web.pages import chronicle_page
from servanda.interfaces.web.pages.chronicle_page import ChroniclePage, read_chronicle_page
from tests.interfaces.web.pages.rendering import rendered
from tests.usecases.answered import answered_and_cut
from tests.usecases.nodes import REQUEST, REQUEST_BODY, Cast, agreed_cast, make_cast


def read(cast: Cast, query: str = "", *, reads_bodies: bool = True) -> ChroniclePage:
    return read_chronicle_page(
        cast.alice.services,
        query=dict(parse_qsl(query)),
        language="en",
        reads_bodies=reads_bodies,
    )


def walk(cast: Cast, *, between: bool = False) -> list[str]:
    """Return every leaf that is shown, page after page; `between` them something more is said."""
    page, found = read(cast), list[str]()
    while True:
        found += [row.leaf for row in page.rows]
        if not page.older:
            return found
        if between:
            cast.bob.send("request", REQUEST, body=REQUEST_BODY)
            cast.settle()
        page = read(cast, page.older)


def of_both_logs(cast: Cast) -> set[str]:
    store, own = cast.alice.services.store, cast.alice.pair.own
    facts = [*store.facts_of(own), *store.facts_of(own.reverse)]
    return {f"sha256:{one.leaf_hash.hex()}" for one in facts}


@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_the_stretches_hold_every_statement_once(
    size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chronicle_page, "PAGE_STATEMENTS", size)
    cast, _ = answered_and_cut()

    found = walk(cast)

    assert len(found) == len(set(found))
    assert set(found) == of_both_logs(cast)


def test_what_is_said_meanwhile_neither_repeats_nor_hides_anything(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(chronicle_page, "PAGE_STATEMENTS", 2)
    cast, _ = answered_and_cut()
    before = of_both_logs(cast)

    found = walk(cast, between=True)

    assert len(found) == len(set(found))
    assert before == set(found)


def test_the_newest_comes_first_and_each_log_keeps_its_order() -> None:
    cast, _ = answered_and_cut()

    rows = read(cast).rows

    for is_ours in (True, False):
        places = [row.index for row in rows if row.is_ours is is_ours]
        assert places == sorted(places, reverse=True)
    said = [row.said_at for row in rows if row.said_at is not None]
    assert said == sorted(said, reverse=True)


def test_what_both_sides_said_at_one_instant_stands_in_one_order() -> None:
    cast = agreed_cast()
    for node in (cast.alice, cast.bob):
        node.send("request", REQUEST, body=REQUEST_BODY)
    cast.settle()

    first, second = read(cast).rows[:2]

    assert first.said_at == second.said_at
    assert (first.by, second.by) == (cast.bob.party, cast.alice.party)


def test_a_request_shows_what_became_of_it_and_both_file_numbers() -> None:
    cast, request = answered_and_cut()

    (row,) = [row for row in read(cast).rows if row.leaf == request]

    assert row.standing == ["Acknowledged", "fulfilled in full"]
    assert row.path == f"/requests/bob.example/{request.removeprefix('sha256:')}?lang=en"
    assert {number for _, number, _ in row.filed} == {REQUEST_BODY["file_number"], "B-7"}
    answers = [row for row in read(cast).rows if row.type == "response"]
    assert [number for _, number, _ in answers[0].filed] == [
        number for _, number, _ in row.filed
    ]  # an answer shows those of the request


def test_who_may_not_read_bodies_finds_no_number_and_no_title() -> None:
    cast, _ = answered_and_cut()

    assert not any(row.filed for row in read(cast, reads_bodies=False).rows)


@pytest.mark.parametrize("before", ["", "x", "-1.3", "9.9.9", "٣.٤", "1" * 99 + ".1"])
def test_a_place_that_is_none_is_the_newest(before: str) -> None:
    cast = agreed_cast()

    page = read(cast, f"before={before}")

    assert page.is_newest
    assert page.rows == read(cast).rows


def test_a_place_beyond_both_logs_shows_the_newest() -> None:
    cast = agreed_cast()

    assert read(cast, "before=999999999999999.999999999999999").rows == read(cast).rows


@pytest.mark.parametrize(("language", "heading"), [("en", "Chronicle"), ("zh-Hans", "编年记录")])
def test_the_page_speaks_the_readers_language(language: str, heading: str) -> None:
    services = agreed_cast().alice.services
    page = read_chronicle_page(services, query={}, language=language, reads_bodies=True)

    html = rendered("chronicle", page, language=language)

    assert heading in html
    assert "style=" not in html


def test_without_any_accord_the_page_says_how_to_begin() -> None:
    html = rendered("chronicle", read(make_cast()), language="en")

    assert "No accord yet" in html
