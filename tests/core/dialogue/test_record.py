import json
from collections.abc import Callable
from datetime import date
from importlib.resources import files
from typing import Any

import pytest

from servanda.core.dialogue.delegation import Level
from servanda.core.dialogue.deliverables import DeliverableState
from servanda.core.dialogue.record import DialogueRecord
from servanda.core.dialogue.record_form import (
    MAX_BYTES,
    InvalidDialogueRecordError,
    parse_record,
)
from servanda.core.identifiers import PartyId

US, CHINA = PartyId("united-states"), PartyId("china")
EXAMPLE = (files("servanda.data") / "examples" / "us-china-2015" / "dialogue.json").read_bytes()


@pytest.fixture(scope="module")
def record() -> DialogueRecord:
    return parse_record(EXAMPLE)


@pytest.fixture
def written() -> dict[str, Any]:
    return dict(json.loads(EXAMPLE))


def faults_of(value: object) -> list[str]:
    with pytest.raises(InvalidDialogueRecordError) as caught:
        parse_record(json.dumps(value).encode())
    return [str(fault) for fault in caught.value.faults]


def test_the_historical_rounds_drift_as_the_rule_says(record: DialogueRecord) -> None:
    found = [
        (one.round.key, one.parties, [drift.days for drift in one.drifts])
        for one in record.round_drifts("enforcement")
    ]

    assert found == [
        ("round.1", (US, CHINA), [-30]),
        ("round.2", (US, CHINA), [13]),
        ("round.3", (US, CHINA), [-7]),
        ("lecd.1", (US, CHINA), [119, -64]),
    ]


def test_june_2016_is_a_changed_level_of_one_side_and_nobodys_absence(
    record: DialogueRecord,
) -> None:
    changes = [
        (one.round.key, one.party, one.before, one.now) for one in record.level_changes("dialogue")
    ]

    assert changes == [
        ("round.2", US, Level.CHAIR_IN_PERSON, Level.CHAIR_AT_A_DISTANCE),
        ("round.3", US, Level.CHAIR_AT_A_DISTANCE, Level.CHAIR_IN_PERSON),
    ]


def test_each_deliverable_has_its_state_and_what_nobody_reported_stays_open(
    record: DialogueRecord,
) -> None:
    assert {one.key: one.state.value for one in record.deliverables} == {
        "exercise.1": "accepted",
        "hotline.scope": "delivered",
        "hotline.test": "delivered",
        "seminar.2016": "accepted",
        "exercise.2": "open",
        "fraud.plan": "open",
        "round.2017": "delivered",
        "documents": "open",
        "review.2018": "open",
    }
    silent = [one for one in record.deliverables if one.state is DeliverableState.OPEN]
    assert all(not one.progress for one in silent)
    assert not any(one.without_effect for one in record.deliverables)


def test_an_excerpt_never_makes_a_point_the_other_sides_alone(record: DialogueRecord) -> None:
    assert all(row.only_in is None for one in record.rounds for row in record.outcome_rows(one.key))


def test_of_two_whole_texts_a_point_may_be_in_one_alone(written: dict[str, Any]) -> None:
    for text in written["outcomes"]:
        text["complete"] = True
    found = parse_record(json.dumps(written).encode())

    only = {row.key: row.only_in for row in found.outcome_rows("round.2")}
    assert only["fraud"] == CHINA
    assert only["hotline"] is None
    # One side's silence is no text.
    assert {row.only_in for row in found.outcome_rows("lecd.1")} == {None}


def test_each_of_two_days_is_reckoned_for_whoever_names_it(written: dict[str, Any]) -> None:
    sittings = next(one for one in written["rounds"] if one["key"] == "round.2")["sittings"]
    sittings["china"]["held"] = "2016-06-15"
    found = parse_record(json.dumps(written).encode())

    drifts = [
        (one.round.key, one.parties, one.drifts[0].days) for one in found.round_drifts("dialogue")
    ]
    assert drifts == [
        ("round.1", (US, CHINA), -30),
        ("round.2", (US,), 13),
        ("round.2", (CHINA,), 14),
        ("round.3", (US,), -7),
        ("round.3", (CHINA,), -8),
    ]
    assert next(one for one in found.rounds if one.key == "round.2").differences == ["held"]


def test_only_the_series_that_no_other_replaced_lives_on(record: DialogueRecord) -> None:
    assert [one.name for one in record.living_series] == ["enforcement"]
    due = record.next_due("enforcement", party=US)
    assert [(one.due, one.is_latest) for one in due] == [
        (date(2018, 4, 4), False),
        (date(2018, 10, 4), True),
    ]


def test_every_source_named_is_explained(record: DialogueRecord) -> None:
    named = [
        *(one.source for one in record.rounds),
        *(text.source for texts in record.outcomes.values() for text in texts),
        *(one.source for one in record.deliverables),
        *(said.source for one in record.deliverables for said in one.progress),
        *(interval.source for one in record.series for interval in one.intervals),
    ]
    assert all(source.endswith("]") or "]:" in source for source in named), "a mark is missing"
    for source in named:
        names = source.split(":")[0].replace(";", ",").replace(" release", "").split(",")
        for name in names:
            words = name.replace("planned day ", "").strip().split(" ")[0]
            assert words in record.sources


BROKEN: list[tuple[str, Callable[[dict[str, Any]], None]]] = [
    ("series[0].replaces", lambda v: v["series"][0].update(replaces="enforcement")),
    ("series[1].replaces", lambda v: v["series"][1].update(replaces="other")),
    ("rounds[0].series", lambda v: v["rounds"][0].update(series="other")),
    ("rounds[1].prepares", lambda v: v["rounds"][1].update(prepares="before.2")),
    ("rounds[2].sittings", lambda v: v["rounds"][2].update(sittings={"china": {}})),
    ("rounds[0].sittings", lambda v: v["rounds"][0].update(sittings={"x": {"held": "2015-04-09"}})),
    ("rounds", lambda v: v["rounds"].append(v["rounds"][0])),
    ("outcomes", lambda v: v["outcomes"].append(v["outcomes"][0])),
    ("deliverables[3].owner", lambda v: v["deliverables"][3].update(owner="nobody")),
    ("deliverables[0].first_due", lambda v: v["deliverables"][0].update(first_due="2016-02-30")),
    ("rounds[0].state", lambda v: v["rounds"][0].update(state="maybe")),
    (
        "rounds[2].sittings.china.held_until",
        lambda v: v["rounds"][2]["sittings"]["china"].update(held_until="2015-11-01"),
    ),
    ("secret", lambda v: v.update(secret=1)),
]


@pytest.mark.parametrize(("place", "spoil"), BROKEN, ids=[place for place, _ in BROKEN])
def test_what_does_not_hold_together_is_named_by_its_place(
    place: str, spoil: Callable[[dict[str, Any]], None], written: dict[str, Any]
) -> None:
    spoil(written)

    assert any(fault.startswith(f"{place}: ") for fault in faults_of(written))


@pytest.mark.parametrize(
    "document",
    [
        b"",
        b"\xff",
        b"[]",
        b"1",
        b"{" * 100_000,
        b"[" * 100_000,
        b'{"v":"servanda-dialogue/1","v":"servanda-dialogue/1"}',
        b" " * (MAX_BYTES + 1),
    ],
    ids=lambda document: document[:8].decode(errors="replace"),
)
def test_what_is_no_record_is_refused_and_harms_nobody(document: bytes) -> None:
    with pytest.raises(InvalidDialogueRecordError):
        parse_record(document)
