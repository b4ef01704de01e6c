"""The review page: a real review, in both languages, safe to open and complete."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser

import pytest
from typing_extensions import override

from servanda.core.canonical import JsonValue
from servanda.core.exchange.order import settle
from servanda.core.identifiers import Digest, format_instant
from servanda.core.review.outcomes import REVIEWED_OUTCOMES
from servanda.core.review.registry import FIGURES, has_few_items
from servanda.core.statements.codes import GROUNDS, KINDS, URGENCY_CRITERIA
from servanda.documents.review.content import ReviewContent
from servanda.documents.review.names import (
    BESIDE_NAMES,
    CODE_NAMES,
    FIGURE_TITLES,
    duration_words,
    shown_values,
)
from servanda.documents.review.render import render_review
from servanda.documents.review.value_names import VALUE_NAMES
from servanda.documents.review.wording import WORDS
from servanda.interfaces.review_content import review_content
from servanda.usecases.review.compute_review import ReviewResult, compute_review, send_review
from servanda.usecases.review.make_cut import make_cut
from tests.core.review.worked import population_at
from tests.usecases.nodes import ALICE, FULFILLED, REQUEST, REQUEST_BODY, Cast, agreed_cast

LANGUAGES = ("en", "zh-Hans")
WORDS_FOR_NUMBERS = ("no_items", "not_reached", "met", "not_met")
BASES = ("emergency", "request", "urgent_case")
FORMS = ("news", "findings", "indicators", "incident")
REASONS = (
    "late",
    "incomplete",
    "wrong_data",
    "format",
    "language",
    "already_known",
    "not_actionable",
)
EFFECTS = ("blocked", "victim_notified", "investigation_opened", "arrest", "takedown", "none")
HOSTILE = "<script>alert('x')</script>\"><img src=x onerror=alert(1)>"


@cache
def reviewed() -> tuple[Cast, Digest]:
    """Return a cast after two requests, one of them answered, a cut and both reviews."""
    cast = agreed_cast()
    request = cast.alice.send("request", REQUEST, body=REQUEST_BODY)
    cast.settle()
    cast.wait(hours=1)
    desk = {"desk": "Desk of Bob", "file_number": "B-7"}
    facts = {"access": "direct", "tlp": "amber"}
    cast.bob.send("acknowledgement", facts, body=desk, ref=request)
    cast.settle()
    cast.wait(days=2)
    cast.bob.send("response", FULFILLED, body={"text": "See the file."}, ref=request)
    cast.settle()
    cast.alice.send("request", {**REQUEST, "items": 1}, body=REQUEST_BODY)
    cast.settle()
    cast.wait(days=60)
    make_cut(until=cast.clock.now(), services=cast.alice.services)
    cast.alice.step()
    cast.settle()
    for node in (cast.alice, cast.bob):
        send_review(services=node.services)
        node.step()
    cast.settle()
    return cast, request


def real_review() -> tuple[ReviewResult, Cast]:
    cast, _ = reviewed()
    return compute_review(services=cast.bob.services), cast


def content_in(language: str) -> ReviewContent:
    review, cast = real_review()
    return review_content(review, services=cast.bob.services, language=language)


def page_in(language: str) -> str:
    return render_review(content_in(language), language=language)


class _Page(HTMLParser):
    """Notes every element and what links and rows there are."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.row_ids: list[str] = []
        self.cells: dict[str, list[str]] = {}
        self._row = ""
        self.feed(page)

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag == "tr":
            self._row = dict(attrs).get("id") or ""
            if self._row:
                self.row_ids.append(self._row)
                self.cells[self._row] = []
        if tag == "td" and self._row:
            self.cells[self._row].append("")

    @override
    def handle_data(self, data: str) -> None:
        if self._row and self.cells[self._row]:
            self.cells[self._row][-1] += data.strip()


def emitted_values() -> Iterator[tuple[str, str]]:
    """Yield figure and name of every value that the reference's examples bring out."""
    for population in (
        population_at("02-01 00:00"),
        population_at("03-01 00:00", previous="02-01 00:00"),
    ):
        for name, figure in FIGURES.items():
            for row in figure.rows(population):
                yield from ((name, value) for value in row.values)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_value_of_every_figure_has_a_name(language: str) -> None:
    names = VALUE_NAMES[language]
    # Those that no example brings out are rare, and are named all the same.
    rare = {("T2", value) for value in ("lapsed", "held", "not_due", "undeliverable")}
    rare |= {("T12", "lasting"), ("T12", "lasting_seconds"), ("Q5", "no_longer")}
    rare |= {("Q1", value) for value in (*REVIEWED_OUTCOMES, "undeliverable", "reopened")}
    rare |= {("Q3", f"ground_{ground}") for ground in GROUNDS}
    rare |= {("Q8", f"{name}_{reason}") for reason in REASONS for name in ("reason", "rate")}
    rare |= {("Q9", f"effect_{effect}") for effect in EFFECTS}

    unnamed = {
        (figure, value)
        for figure, value in {*emitted_values(), *rare}
        if (plain := value.removeprefix("carried_").removeprefix("reopened_"))
        if f"{figure}.{plain}" not in names and plain not in names
    }

    assert unnamed == set()
    assert FIGURE_TITLES[language].keys() == FIGURES.keys()
    assert {*KINDS, *URGENCY_CRITERIA, *BASES, *FORMS, *WORDS_FOR_NUMBERS, "all"} == set(
        CODE_NAMES[language]
    )


@pytest.mark.parametrize(
    ("seconds", "english", "chinese"),
    [
        (0, "0 s", "0秒"),
        (59, "59 s", "59秒"),
        (3_600, "1 h", "1小时"),
        (3_661, "1 h 1 min", "1小时 1分"),
        (1_090_800, "12 d 15 h", "12天 15小时"),
    ],
)
def test_seconds_are_said_in_their_two_largest_units(
    seconds: int, english: str, chinese: str
) -> None:
    assert duration_words(seconds, language="en") == english
    assert duration_words(seconds, language="zh-Hans") == chinese


def test_what_a_figure_says_stands_before_what_is_left_out_and_that_before_what_is_beside() -> None:
    values = {"carried_d": 1, "d": 5, "duplicate": 2, "held": 1, "n": 4, "rate": 800, "x": 1}

    shown = [name for name, _ in shown_values("T4", values, language="en")]

    assert shown == [
        "due",
        "in time",
        "in time, per mille",
        "on hold",
        "duplicate",
        "x",
        "due (of earlier periods)",
    ]


def test_both_languages_name_the_same() -> None:
    for names in (VALUE_NAMES, CODE_NAMES, FIGURE_TITLES, BESIDE_NAMES, WORDS):
        assert names["en"].keys() == names["zh-Hans"].keys()
        assert all(all(each.values()) for each in names.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_real_review_shows_names_and_no_bare_codes(language: str) -> None:
    page = page_in(language)

    for row in real_review()[0].figures.rows:
        for name, shown in shown_values(row.figure, row.values, language=language):
            assert f"{name} <b>{shown}</b>" in page
    assert CODE_NAMES[language]["information_request"] in page
    assert not re.search(r"fulfilled_full|nil_return|age_p50|information_request", page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_figures_over_all_requests_come_first_and_the_single_cells_can_be_unfolded(
    language: str,
) -> None:
    shown = page_in(language)
    overall, _, single = shown.partition("<details>")

    rows = real_review()[0].figures.rows
    over_all = [row for row in rows if row.cell.kind == row.cell.urgency == "all"]
    assert over_all
    assert overall.count('<th scope="row">') == len(over_all)
    assert single.partition("</details>")[0].count('<th scope="row">') == len(rows) - len(over_all)


@pytest.mark.parametrize("language", LANGUAGES)
def test_figures_over_few_requests_are_flagged(language: str) -> None:
    assert f'<em class="few">{WORDS[language]["few"]}</em>' in page_in(language)
    assert WORDS[language]["few_note"] in page_in(language)


@pytest.mark.parametrize(("count", "few"), [(0, True), (4, True), (5, False), (500, False)])
def test_fewer_than_five_items_are_few(count: int, few: bool) -> None:  # noqa: FBT001
    assert has_few_items("T1", {"count": count}) is few
    assert has_few_items("T4", {"d": count, "n": 0, "not_due": 90}) is few
    assert has_few_items("T8", {"open": count, "age_p50": 900}) is few
    assert has_few_items("Q1", {"fulfilled_full": count, "reopened": 90, "open": 0}) is few


def test_the_flag_stands_in_no_figures_json() -> None:
    assert b"few" not in real_review()[0].document


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_holds_no_script_and_names_no_other_address(language: str) -> None:
    page = _Page(page_in(language))

    assert "script" not in page.elements
    assert not {name for name, _ in page.attributes if name.startswith("on")}
    assert {name for name, _ in page.attributes}.isdisjoint({"src", "action", "data", "srcset"})
    assert all(value.startswith("#") for name, value in page.attributes if name == "href")
    assert "url(" not in page_in(language)
    assert "@import" not in page_in(language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_hostile_codes_stand_on_the_page_as_text(language: str) -> None:
    honest = content_in(language)
    row: JsonValue = {
        "direction": HOSTILE,
        "figure": HOSTILE,
        "kind": HOSTILE,
        "leaves": [HOSTILE],
        "urgency": HOSTILE,
        "values": {HOSTILE: HOSTILE, "count": 1},
    }
    figures = {**honest.figures, "figures": [row], "annex": [{"leaf": HOSTILE, "time": HOSTILE}]}
    line = replace(
        honest.statements[0],
        leaf=Digest(HOSTILE),
        type=HOSTILE,
        outcome=HOSTILE,
        clock=HOSTILE,
    )
    hostile = replace(
        honest,
        accord_name=HOSTILE,
        figures=figures,
        signed={ALICE: Digest(HOSTILE)},
        statements=[line],
    )

    page = _Page(render_review(hostile, language=language))

    assert set(page.elements) <= set(_Page(page_in(language)).elements) | {"ul", "li"}
    assert not {name for name, _ in page.attributes if name.startswith("on")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_statements_stand_in_the_order_in_which_they_count(language: str) -> None:
    settled = settle(real_review()[0].contents)

    expected = [one.statement.digest for one in settled.counted]
    expected += [one.digest for one in settled.annex]

    assert _Page(page_in(language)).row_ids == expected
    assert len(expected) >= 6


@pytest.mark.parametrize("language", LANGUAGES)
def test_delivered_acknowledged_and_answered_are_three_facts_of_a_request(language: str) -> None:
    _, request = reviewed()
    line = next(one for one in content_in(language).statements if one.leaf == request)
    delivered, acknowledged, answered = line.delivered_at, line.acknowledged_at, line.answered_at
    assert delivered is not None
    assert acknowledged is not None
    assert answered is not None

    cells = _Page(page_in(language)).cells[request]

    assert cells[4:7] == [format_instant(each) for each in (delivered, acknowledged, answered)]
    assert delivered < acknowledged < answered


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_signatures_under_the_same_figures_are_called_agreed(language: str) -> None:
    content = content_in(language)
    other = replace(content, signed={**content.signed, ALICE: None})
    alone = replace(other, one_sided=True)

    assert WORDS[language]["agreed"] in page_in(language)
    assert WORDS[language]["not_agreed"] in render_review(other, language=language)
    assert WORDS[language]["one_sided"] in render_review(alone, language=language)
    assert WORDS[language]["exercise"] in page_in(language)


def test_an_unknown_language_is_english() -> None:
    content = content_in("en")

    assert render_review(content, language="tlh") == render_review(content, language="en")
