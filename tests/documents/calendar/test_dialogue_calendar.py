import json
from dataclasses import replace
from datetime import date
from importlib.resources import files
from typing import Any

import pytest
from icalendar import Calendar, Event

from servanda.core.dialogue.record_form import parse_record
from servanda.core.dialogue.rounds import Postponement, RoundState
from servanda.documents.calendar.dialogue_calendar import dialogue_calendar

EXAMPLE = (files("servanda.data") / "examples" / "us-china-2015" / "dialogue.json").read_bytes()
TODAY = date(2018, 7, 1)


def events_of(value: dict[str, Any], language: str = "en") -> dict[str, Event]:
    record = parse_record(json.dumps(value).encode())
    calendar = Calendar.from_ical(dialogue_calendar(record, language=language, today=TODAY))
    found = [one for one in calendar.walk("VEVENT") if isinstance(one, Event)]
    named = {str(one["UID"]).split("@")[0]: one for one in found}
    assert len(named) == len(found)
    return named


@pytest.fixture
def written() -> dict[str, Any]:
    return dict(json.loads(EXAMPLE))


def test_each_round_and_each_due_day_is_an_entry(written: dict[str, Any]) -> None:
    events = events_of(written)

    assert events["round.round.2"].decoded("DTSTART") == date(2016, 6, 14)
    assert events["round.before.2"].decoded("DTEND") == date(2015, 11, 14)
    assert events["deliverable.hotline.test"].decoded("DTSTART") == date(2016, 8, 31)
    assert "deliverable.fraud.plan" not in events  # no day was named


def test_an_entry_that_is_moved_keeps_its_name_and_its_sequence_rises(
    written: dict[str, Any],
) -> None:
    before = events_of(written)["deliverable.documents"]
    documents = next(one for one in written["deliverables"] if one["key"] == "documents")
    documents["progress"] = [
        {"step": "carried_over", "due": "2018-06-01", "text": {"en": "moved"}, "source": "x [S]"}
    ]
    after = events_of(written)["deliverable.documents"]

    assert after.decoded("DTSTART") == date(2018, 6, 1)
    assert int(str(after["SEQUENCE"])) > int(str(before["SEQUENCE"]))
    assert after["UID"] == before["UID"]


def test_whatever_moves_or_ends_a_round_raises_its_sequence() -> None:
    record = parse_record(EXAMPLE)
    (one,) = [each for each in record.rounds if each.key == "round.2"]

    def sequence(*, moved: int = 0, postponements: tuple[Postponement, ...] = ()) -> int:
        rounds = (replace(one, state=RoundState.PLANNED, moved=moved, postponements=postponements),)
        made = dialogue_calendar(replace(record, rounds=rounds), language="en", today=TODAY)
        (found,) = [
            each
            for each in Calendar.from_ical(made).walk("VEVENT")
            if str(each["UID"]).startswith("round.")
        ]
        return int(str(found["SEQUENCE"]))

    put_off = Postponement(by=None, from_day=TODAY, to_day=None)
    assert sequence() == 0
    assert sequence(moved=1) == sequence(postponements=(put_off,)) == 1
    assert sequence(moved=1, postponements=(put_off,)) == 2


def test_by_when_the_next_round_is_due_is_an_entry_that_each_round_moves(
    written: dict[str, Any],
) -> None:
    now = events_of(written)["next.enforcement"]
    written["rounds"] = [one for one in written["rounds"] if one["key"] != "lecd.1"]
    written["outcomes"] = [one for one in written["outcomes"] if one["round"] != "lecd.1"]
    written["deliverables"] = [one for one in written["deliverables"] if one["round"] != "lecd.1"]
    before = events_of(written)["next.enforcement"]

    assert now["UID"] == before["UID"]
    assert now.decoded("DTSTART") > before.decoded("DTSTART")
    assert int(str(now["SEQUENCE"])) > int(str(before["SEQUENCE"]))


def test_two_different_days_are_two_entries_each_with_its_side(written: dict[str, Any]) -> None:
    sittings = next(one for one in written["rounds"] if one["key"] == "round.2")["sittings"]
    sittings["china"] |= {"held": "2016-06-15", "utc_offset_minutes": 480}
    events = events_of(written)

    assert "round.round.2" not in events
    assert events["round.round.2.united-states"].decoded("DTSTART") == date(2016, 6, 14)
    chinese = events["round.round.2.china"]
    assert chinese.decoded("DTSTART") == date(2016, 6, 15)
    assert "China: 2016-06-15 (UTC+08:00)" in str(chinese["DESCRIPTION"])


def test_what_somebody_wrote_begins_no_entry_of_its_own(written: dict[str, Any]) -> None:
    written["rounds"][2]["title"] = {"en": "x\nEND:VEVENT\nBEGIN:VALARM\u2028;,\\"}
    events = events_of(written)

    assert len(events) == len(events_of(json.loads(EXAMPLE)))
    assert "BEGIN:VALARM[U+2028]" in str(events["round.round.1"]["SUMMARY"])


@pytest.mark.parametrize("language", ["en", "zh-Hans", "fr"])
def test_the_same_dialogue_gives_the_same_bytes(language: str) -> None:
    record = parse_record(EXAMPLE)
    made = [dialogue_calendar(record, language=language, today=TODAY) for _ in range(2)]

    assert made[0] == made[1]
    assert all(len(line) <= 75 for line in made[0].split(b"\r\n"))


@pytest.mark.parametrize(
    ("mode", "begins"), [("exercise", "EXERCISE 演练："), ("demonstration", "DEMONSTRATION 演示：")]
)
def test_each_entry_of_what_is_not_real_says_so_in_both_languages(mode: str, begins: str) -> None:
    record = parse_record(EXAMPLE)

    marked, real = (
        Calendar.from_ical(dialogue_calendar(record, language="en", today=TODAY, mode=one))
        for one in (mode, "real")
    )

    pairs = zip(marked.walk("VEVENT"), real.walk("VEVENT"), strict=True)
    assert all(str(one["SUMMARY"]) == begins + str(other["SUMMARY"]) for one, other in pairs)
    assert real.walk("VEVENT")
