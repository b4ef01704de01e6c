"""The timeline of three articles, and of the demonstration's, is the one made by hand."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servanda.evidence.corpus.analysis import Analysis
from servanda.evidence.events.classes import EventClass
from servanda.evidence.events.event import Event, Series
from servanda.evidence.events.series import find_series
from servanda.evidence.intervals import Interval
from tests.evidence.corpora import corpus_of, demo_analyses, named, seed_corpus
from tests.evidence.flags.telling_texts import corpus_from, events_of
from tests.evidence.shared import gold


def days(first: str, last: str) -> Interval:
    return Interval(earliest=date.fromisoformat(first), latest=date.fromisoformat(last))


# The nine rows of the gold, in its order: the kind of event, and its days as an interval.
ROWS = [
    (EventClass.CHARGES, days("2014-01-01", "2014-12-31"), False),
    (EventClass.ARREST, days("2015-09-01", "2015-09-24"), False),
    (EventClass.MEETING, days("2015-09-01", "2015-09-30"), False),
    (EventClass.INTRUSION, days("2015-09-25", "9999-12-31"), False),
    (EventClass.STATEMENT, days("2015-10-01", "2015-10-31"), False),
    (EventClass.STATEMENT, days("2015-10-21", "2015-11-04"), False),
    (EventClass.STATEMENT, days("2015-11-09", "2015-11-09"), False),
    (EventClass.MEETING, days("2015-11-12", "2015-11-13"), True),
    (EventClass.MEETING, days("2015-12-01", "2015-12-02"), True),
]


def lies_within(event: Event, wanted: Interval) -> bool:
    first, last = event.days.earliest or date.min, event.days.latest or date.max
    return bool(
        wanted.earliest and wanted.latest and wanted.earliest <= first and last <= wanted.latest
    )


@pytest.mark.parametrize("row", range(len(ROWS)))
def test_every_row_of_the_timeline_made_by_hand_is_an_event(row: int) -> None:
    corpus = seed_corpus(3)
    kind, wanted, is_planned = ROWS[row]
    marked = gold()["timeline"]
    assert len(marked) == len(ROWS)
    documents = marked[row]["docs"]
    assert isinstance(documents, list)

    found = [
        event
        for event in events_of(corpus)
        if event.kind is kind and event.is_planned is is_planned and lies_within(event, wanted)
    ]

    assert sorted(named(corpus, one) for one in documents) in [
        list(event.documents) for event in found
    ]


def test_the_round_that_was_planned_is_linked_to_the_one_that_was_held() -> None:
    (planned,) = (one for one in events_of(seed_corpus(5)) if one.plans)
    (held,) = (one for one in events_of(seed_corpus(5)) if one.key == planned.plans)

    assert planned.is_planned
    assert not held.is_planned
    assert planned.days.meets(held.days)


@settings(max_examples=3)
@given(st.permutations(demo_analyses()))
def test_the_order_of_documents_changes_no_event(analyses: list[Analysis]) -> None:
    assert events_of(corpus_of(analyses)) == events_of(corpus_of(demo_analyses()))


def test_the_demonstration_has_its_visit_arrests_intrusions_and_round() -> None:
    events = events_of(corpus_of(demo_analyses()))

    def documents(kind: EventClass, first: date) -> set[int]:
        return {
            len(one.documents) for one in events if one.kind is kind and one.days.earliest == first
        }

    assert 2 in documents(EventClass.ARREST, date(2025, 9, 1))
    assert 2 in documents(EventClass.INTRUSION, date(2025, 9, 24))
    assert 3 in documents(EventClass.MEETING, date(2025, 12, 9))
    assert 2 in documents(EventClass.MEETING, date(2025, 11, 13))
    assert 2 in documents(EventClass.CHARGES, date(2024, 1, 1))


def test_every_event_names_its_words_its_origins_and_its_rule() -> None:
    corpus = corpus_of(demo_analyses())

    for event in events_of(corpus):
        assert event.sources
        assert event.origins
        assert event.how
        assert all(corpus.text_of(span) for span in event.sources)
        assert all(telling.span in event.sources for telling in event.tellings)


def test_no_two_events_have_one_key() -> None:
    keys = [one.key for one in events_of(corpus_of(demo_analyses()))]

    assert len(keys) == len(set(keys))


HELD = "The second round of the dialogue was held in Northport on June 9, 2026, the paper says."


@pytest.mark.parametrize(
    "other",
    [
        "The third round of the dialogue was held in Northport on June 9, 2026, the paper says.",
        "The second round of the dialogue was held in Port Ellery on June 9, 2026, they say.",
        "The second round of the dialogue was held in Northport on June 19, 2026, they say.",
    ],
)
def test_rounds_that_differ_in_number_place_or_day_are_two(other: str) -> None:
    events = events_of(corpus_from(HELD, other))

    assert len([one for one in events if one.kind is EventClass.MEETING]) == 2


def test_one_round_in_two_texts_is_one() -> None:
    other = "In Northport the dialogue’s second round took place on June 9, 2026, they say."

    events = events_of(corpus_from(HELD, HELD + "\nNothing more.", other))

    assert len([one for one in events if one.kind is EventClass.MEETING]) <= 2
    assert max(len(one.documents) for one in events) >= 2


def test_what_is_denied_is_no_event() -> None:
    text = "The ministers did not meet in Northport on June 9, 2026."

    assert [one for one in events_of(corpus_from(text)) if one.kind is EventClass.MEETING] == []


def test_what_is_announced_is_planned_and_never_joined_with_what_was_held() -> None:
    planned = "The second round will be held in Northport on June 9, 2026."
    held = "The second round was held in Northport on June 9, 2026, and ended well."

    events = [
        one for one in events_of(corpus_from(planned, held)) if one.kind is EventClass.MEETING
    ]

    assert sorted(one.is_planned for one in events) == [False, True]
    (first,) = (one for one in events if one.is_planned)
    assert first.plans == next(one.key for one in events if not one.is_planned)


def test_two_break_ins_with_two_victims_are_two_events() -> None:
    texts = (
        "Intruders broke into Coldharbor in March 2025, the paper found.",
        "Intruders broke into Lanternfish in March 2025, the paper found.",
    )

    events = [one for one in events_of(corpus_from(*texts)) if one.kind is EventClass.INTRUSION]

    assert len(events) == 2


def test_rounds_under_two_names_are_one_series_and_one_round_is_none() -> None:
    texts = (
        "Northmark and Southmere held the first ministerial dialogue on cybercrime on May 4, 2026.",
        "The second Northmark-Southmere round on cyber matters was held on November 4, 2026.",
    )

    def series(*articles: str) -> tuple[Series, ...]:
        corpus = corpus_from(*articles)
        return find_series(events_of(corpus), corpus)

    (found,) = series(*texts)
    assert found.states == ("state:northmark", "state:southmere")
    assert [number for number, _ in found.rounds] == [1, 2]
    assert series(texts[0]) == ()
    assert series(*(one.replace("cyber", "fishing ") for one in texts)) == ()


def test_the_dialogue_of_the_five_articles_is_one_series_under_four_names() -> None:
    corpus = seed_corpus(5)

    (found,) = find_series(events_of(corpus), corpus)

    assert len({corpus.text_of(span) for span in found.names}) == 4
    assert {corpus.document(span).name[:3] for span in found.names} == {"000", "001", "002", "004"}
