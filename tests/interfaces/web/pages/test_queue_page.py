"""The queue: who finds which requests on it, in which order, and by what."""

import re
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from servanda.core.canonical import JsonObject
from servanda.core.identifiers import Digest
from servanda.core.people.page_table import FORM_TABLE
from servanda.usecases.casework.show_queue import show_queue
from tests.interfaces.web.browser import Browser, serve_pages, signed_in, stretch_little
from tests.usecases.nodes import REQUEST, REQUEST_BODY, agreed_cast
from tests.usecases.people.desk import PeopledDesk, add

NIL: JsonObject = {"step": "final", "outcome": "nil_return", "items": ["nil"], "tlp": "amber"}
NAMES = ("ada", "ben", "cleo", "emil")


@pytest.fixture(scope="module", autouse=True)
def _stretched_little() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patched:
        stretch_little(patched)
        yield


@pytest.fixture(scope="module", name="desk")
def _desk(_stretched_little: None) -> PeopledDesk:
    """Bob has asked three times, Alice once; she answered one, and one is overdue."""
    cast = agreed_cast()

    def ask(side: str, title: str, number: str) -> Digest:
        node = cast.bob if side == "bob" else cast.alice
        body = {**REQUEST_BODY, "title": title, "file_number": number}
        leaf = node.send("request", REQUEST, body=body)
        cast.settle()
        return leaf

    ask("bob", "The late one", "B-1/2026")
    cast.clock.advance(timedelta(days=400))
    answered = ask("bob", "The answered one", "B-2/2026")
    cast.clock.advance(timedelta(hours=3))
    cast.alice.send("response", NIL, body={"text": "Nothing."}, ref=answered)
    cast.settle()
    ask("bob", "银行账户的开户人", "B-3/2026")
    ask("alice", "<b>Ours</b>", "A-9")
    desk = PeopledDesk(cast)
    for name in NAMES:
        add(desk, name)
    show_queue(services=desk.services)
    return desk


@pytest.fixture(autouse=True)
def _served(desk: PeopledDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    serve_pages(desk.services, monkeypatch)


def html_of(browser: Browser, path: str = "/queue") -> str:
    answer = browser.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def titles_in(html: str) -> list[str]:
    return re.findall(r'<a class="row"[^>]*><bdi>(.*?)</bdi>', html)


def link(html: str, words: str) -> str:
    """Return where the link with these words leads."""
    found = re.search(rf'<a [^>]*href="([^"]+)"[^>]*>{re.escape(words)}', html)
    assert found is not None, words
    return "/queue" + found[1].replace("&amp;", "&")


def test_open_requests_stand_there_what_runs_out_first_on_top() -> None:
    html = html_of(signed_in("cleo"))

    assert titles_in(html)[0] == "The late one"
    assert set(titles_in(html)[1:]) == {"银行账户的开户人", "&lt;b&gt;Ours&lt;/b&gt;"}
    assert "answer: overdue by 3" in html
    assert re.search(r"answer: due in \d+ d", html)
    assert "<strong>3</strong>" in html


def test_each_clock_has_words_a_bar_and_the_absolute_time() -> None:
    html = html_of(signed_in("cleo"))

    clocks = re.findall(r'<td class="clock">(.*?)</td>', html, re.DOTALL)
    assert len(clocks) == 3
    for one in clocks:
        assert re.search(r'<progress max="100" value="\d+" aria-hidden="true">', one)
        assert re.search(r'<time datetime="\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ">\d{4}-', one)
        assert "overdue by" in one or "due in" in one


def test_an_answered_request_says_how_early_and_never_that_it_is_overdue() -> None:
    html = html_of(signed_in("cleo"), "/queue?filter=state:responded")

    assert titles_in(html) == ["The answered one"]
    assert re.search(r"answered \d+ d early", html)
    assert "answer: overdue" not in html
    chinese = html_of(signed_in("cleo"), "/queue?filter=state:responded&lang=zh-Hans")
    assert re.search(r"提前 \d+ 天答复", chinese)


def test_filters_are_chips_that_can_be_turned_round_and_dropped() -> None:
    browser = signed_in("cleo")
    added = html_of(browser, "/queue?lang=en&filter=is:open&add=asked:them&not=1")

    assert titles_in(added) == ["&lt;b&gt;Ours&lt;/b&gt;"]
    assert "not: asked by them" in added
    turned = html_of(browser, link(added, "show instead"))
    assert set(titles_in(turned)) == {"The late one", "银行账户的开户人"}
    whole = html_of(browser, link(turned, "drop"))
    while "drop<" in whole:
        whole = html_of(browser, link(whole, "drop"))
    assert len(titles_in(whole)) == 4


def test_another_order_turns_the_list_round() -> None:
    browser = signed_in("cleo")
    html = html_of(browser)

    newest = titles_in(html_of(browser, link(html, "newest request first")))
    oldest = titles_in(html_of(browser, link(html, "oldest request first")))

    assert oldest[0] == "The late one"
    assert newest == oldest[::-1]


def test_changing_the_language_keeps_filters_and_order() -> None:
    html = html_of(signed_in("cleo"), "/queue?filter=-state:postponed+is:open&order=newest")

    chinese = parse_qs(urlsplit(link(html, "简体中文")).query)
    assert chinese["filter"] == ["is:open -state:postponed"]
    assert (chinese["order"], chinese["lang"]) == (["newest"], ["zh-Hans"])


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("b-3", {"银行账户的开户人"}),
        ("账户", {"银行账户的开户人"}),
        ("A-9", {"&lt;b&gt;Ours&lt;/b&gt;"}),
        ("late", {"The late one"}),
        ("nothing such", set()),
    ],
)
def test_a_search_finds_by_file_number_and_title_and_leaves_no_word_in_the_address(
    words: str, expected: set[str], desk: PeopledDesk
) -> None:
    browser = signed_in("cleo")
    answer = browser.post("/queue/search", {"words": words, "filter": "is:open"})

    assert answer.status_code == 302
    assert re.fullmatch(r"/queue\?lang=en&filter=is%3Aopen&search=[0-9a-f]{32}", answer["Location"])
    assert set(titles_in(html_of(browser, answer["Location"]))) == expected
    noted = b"\n".join(
        record.line for record in desk.services.store.audit_records(first=0, limit=999)
    )
    assert words.encode() not in noted
    assert FORM_TABLE["search-queue"].encode() in noted


def test_a_search_is_for_whoever_made_it() -> None:
    made = signed_in("cleo").post("/queue/search", {"words": "late"})

    html = html_of(signed_in("ben"), made["Location"])

    assert "This search is over" in html
    assert 'value="late"' not in html


def test_who_reads_no_bodies_finds_no_title_no_file_number_and_no_search() -> None:
    browser = signed_in("ada")
    html = html_of(browser)

    assert titles_in(html) == []
    assert "B-1/2026" not in html
    assert "/queue/search" not in html
    assert len(re.findall('class="row"', html)) == 3
    assert browser.post("/queue/search", {"words": "late"}).status_code == 404


@pytest.mark.parametrize(
    "query",
    ["filter=is:late", "filter=%27%3B--", "after=x", f"after={10**40}.{'0' * 64}", "filter=%00"],
)
def test_an_address_that_asks_for_no_list_shows_the_usual_one_and_says_so(query: str) -> None:
    html = html_of(signed_in("cleo"), f"/queue?{query}")

    assert "This address asks for a list that there is not" in html
    assert titles_in(html)[0] == "The late one"


def test_an_empty_list_says_what_to_do() -> None:
    html = html_of(signed_in("cleo"), "/queue?filter=state:withdrawn")

    assert "No request fits all filters" in html
    whole = html_of(signed_in("cleo"), link(html, "The whole list"))
    assert len(titles_in(whole)) == 4


def test_nothing_on_the_page_is_inline_and_markup_of_others_is_text() -> None:
    html = html_of(signed_in("cleo"))

    assert "style=" not in html
    assert not re.search(r"<script(?! src=)|\son\w+=", html)
    assert "<b>Ours" not in html
