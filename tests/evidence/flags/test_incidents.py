"""Flags about what was done, when and by whom, on fictional texts, with their counter-examples."""

import pytest

from tests.evidence.flags.telling_texts import flags_in

BREACH = "Intruders penetrated the Southmere pension office in March 2025, the paper wrote."


def test_one_victim_with_another_day_or_outcome_is_two_incidents() -> None:
    later = "The break-in at the Southmere pension office of July 2025 was told of later."
    taken = "The break-in at the Southmere pension office exposed the records of pensioners."
    blocked = "The attack on the Southmere pension office was blocked."

    for texts in ((BREACH, later), (taken, blocked)):
        (flag,) = flags_in(*texts, kind="two_incidents_one_name")
        assert len(flag.sides) == 2
        assert dict(flag.parameters)["victim"] == "southmere pension office"
    same = BREACH.replace("wrote", "said")
    assert flags_in(BREACH, same, kind="two_incidents_one_name") == []
    other = later.replace("pension office", "tax office")
    assert flags_in(BREACH, other, kind="two_incidents_one_name") == []


def test_what_was_done_and_was_an_attempt_is_in_tension() -> None:
    text = BREACH + " The attempt was told to the ministers."

    (flag,) = flags_in(text, kind="inner_tension")

    assert dict(flag.parameters) == {"one": "penetrated", "other": "The attempt"}
    assert flags_in(BREACH + " The attempt to reach peace went on.", kind="inner_tension") == []
    in_one = "Intruders penetrated the port authority before the attempt was seen and blocked."
    assert len(flags_in(in_one, kind="inner_tension")) == 1
    before = "After the attempt on the port failed, intruders penetrated the registry."
    assert flags_in(before, kind="inner_tension") == []
    far = BREACH + " It rained. The sea rose. Ships stayed in port. The attempt was told."
    assert flags_in(far, kind="inner_tension") == []


FIELD = "Northmark and Southmere speak of cyber matters.\n"


def test_what_was_before_the_accord_or_is_allowed_is_no_evidence_on_it() -> None:
    (early,) = flags_in(FIELD + BREACH, kind="not_evidence_on_the_accord")
    (allowed,) = flags_in(
        FIELD + "The break-in was called an act of espionage.", kind="not_evidence_on_the_accord"
    )

    assert dict(early.parameters)["signed"] == "2025-09-24"
    assert "espionage" in dict(allowed.parameters)["told"]


@pytest.mark.parametrize(
    "text",
    [
        FIELD + BREACH.replace("March 2025", "November 2025"),  # after the accord
        FIELD + "The break-in was called an act of economic espionage.",  # which it forbids
        BREACH,  # nothing says that it is about the accord's states and field
    ],
)
def test_what_can_speak_about_the_accord_is_not_flagged(text: str) -> None:
    assert flags_in(text, kind="not_evidence_on_the_accord") == []


def test_a_seat_of_government_that_acts_come_from_is_a_metonym() -> None:
    (flag,) = flags_in(
        "Firms say that the break-ins continue to come from Northport.", kind="place_metonym"
    )

    assert dict(flag.parameters) == {"place": "Northport", "state": "Northmark"}
    assert flags_in("The minister came from Northport by ship.", kind="place_metonym") == []
    assert flags_in("The break-ins come from Calder.", kind="place_metonym") == []


def test_a_meeting_of_ministers_that_stayed_away_changed_its_level() -> None:
    text = "It was meant to be a meeting of ministers, but both ministers stayed at home."

    (flag,) = flags_in(text, kind="level_changed")

    assert dict(flag.parameters)["held"] == "stayed at home"
    assert (
        flags_in("It was meant to be a quiet meeting, but it rained.", kind="level_changed") == []
    )


def test_deputies_at_a_round_that_was_planned_for_ministers_changed_its_level() -> None:
    planned = "The second ministerial round will be held in Northport on June 9, 2026."
    held = "The second round was held by deputies in Northport on June 9, 2026."

    assert len(flags_in(planned, held, kind="level_changed")) == 1
    assert flags_in(planned, held.replace("deputies", "ministers"), kind="level_changed") == []


FIRST = (
    "Northmark and Southmere will open a cyber dialogue on December 9, 2025.\n"
    "The December 9, 2025, dialogue will be the first official channel on cyber matters."
)


def test_a_first_is_met_by_an_earlier_case_of_both_states_and_by_no_visit() -> None:
    case = (
        "Ministers of Northmark and Southmere held a dialogue on cyber matters in Northport on "
        "April 9, 2025."
    )

    (flag,) = flags_in(FIRST, case, kind="claim_of_first")

    assert dict(flag.parameters)["claim"] == "first official channel"
    for other in (
        case.replace("April 9, 2025", "December 19, 2025"),  # later
        case.replace("cyber matters", "the herring"),  # another field
        case.replace("held a dialogue on", "paid a visit, which was about"),
        case.replace("Northmark and Southmere", "Southmere").replace("Northport", "Calder"),
    ):
        assert flags_in(FIRST, other, kind="claim_of_first") == []


def test_an_accusation_in_one_text_is_a_deed_in_another_that_shares_no_paragraph() -> None:
    charged = "Northmark hackers are accused of breaking into the Southmere shipyard in March 2025."
    done = "In March 2025 Northmark hackers broke into the yard in Southmere, so it is remembered."

    (flag,) = flags_in(charged, done, kind="hedge_lost")

    assert "accused" in dict(flag.parameters)["hedged"]
    assert flags_in(done, done + "\nMore later.", kind="hedge_lost") == []
