"""Flags about who said it, on fictional texts: raised where they belong, and silent beside it."""

import pytest

from tests.evidence.flags.telling_texts import flags_in

WORDS = "the list of the ships was copied and then carried out of the port in one night"


def test_one_quotation_of_two_speakers_is_flagged_with_the_better_told_one() -> None:
    texts = (
        f"“{WORDS.capitalize()},” Lanternfish said on Monday.",
        f"“{WORDS.capitalize()},” Coldharbor researcher Mira Kessel wrote in a blog post.",
    )

    (flag,) = flags_in(*texts, kind="same_quotation_different_speaker")

    assert len(flag.documents) == 2
    assert dict(flag.parameters)["speakers"].count("/") == 1


@pytest.mark.parametrize(
    "other",
    [
        f"“{WORDS.capitalize()},” the firm Lanternfish said on Tuesday.",  # the same speaker
        "“The list of the ships is safe and nobody has seen it,” Coldharbor said.",  # other words
        f"“{WORDS.capitalize()},” it was said in the harbour.",  # nobody is named
    ],
)
def test_one_quotation_of_one_speaker_is_not_flagged(other: str) -> None:
    one = f"“{WORDS.capitalize()},” Lanternfish said on Monday."

    assert flags_in(one, other, kind="same_quotation_different_speaker") == []


def test_a_source_that_finds_theft_and_calls_it_too_early_is_opposed_to_itself() -> None:
    texts = (
        "Lanternfish said that the purpose of the campaign was the theft of designs.",
        "Lanternfish said that it is too early to speak of economic espionage.",
    )

    (flag,) = flags_in(*texts, kind="one_source_opposed_positions")

    assert dict(flag.parameters) == {"source": "Lanternfish"}


def test_two_sources_that_disagree_are_not_one_that_opposes_itself() -> None:
    texts = (
        "Coldharbor said that the purpose of the campaign was the theft of designs.",
        "Lanternfish said that it is too early to speak of economic espionage.",
    )

    assert flags_in(*texts, kind="one_source_opposed_positions") == []


def test_a_claim_and_its_denial_by_one_source_are_opposed() -> None:
    texts = (
        "Lanternfish said that the intruders reached the turbine drawings of the shipyard.",
        "Lanternfish said that the intruders never reached the turbine drawings of the shipyard.",
    )

    (flag,) = flags_in(*texts, kind="one_source_opposed_positions")

    assert len(flag.sides) == 2


def test_two_texts_with_one_voice_have_a_single_origin() -> None:
    texts = (
        "Coldharbor said that intruders copied the drawings of turbines from shipyards.",
        "According to Coldharbor, intruders copied the drawings of turbines from shipyards.",
    )

    (flag,) = flags_in(*texts, kind="single_origin")

    assert dict(flag.parameters) == {"documents": "2", "origin": "Coldharbor"}


def test_two_voices_are_no_single_origin() -> None:
    texts = (
        "Coldharbor said that intruders copied the drawings of turbines from shipyards.",
        "Lanternfish said that intruders copied the drawings of turbines from shipyards.",
    )

    assert flags_in(*texts, kind="single_origin") == []
    assert flags_in(texts[0], kind="single_origin") == []


def test_reports_that_name_nobody_are_one_unnamed_origin() -> None:
    texts = (
        "Reports indicate that the police of Northmark detained two suspects in the harbour.",
        "Other reports say that the police of Northmark detained two suspects in the harbour.",
    )

    (flag,) = flags_in(*texts, kind="single_unnamed_origin")

    assert dict(flag.parameters)["documents"] == "2"
    assert flags_in(texts[0], kind="single_unnamed_origin") == []


def test_a_voice_that_becomes_a_plural_is_flagged_instead_of_its_single_origin() -> None:
    texts = (
        "Coldharbor said that it might take years to wind down the campaign against shipyards.",
        "Some analysts say that it might take years to wind down the campaign against shipyards.",
    )

    (flag,) = flags_in(*texts, kind="voice_multiplied")

    assert dict(flag.parameters) == {"plural": "Some analysts", "voice": "Coldharbor"}
    assert flags_in(*texts, kind="single_origin") == []


def test_a_plural_beside_its_named_voice_in_one_text_is_not_multiplied() -> None:
    text = (
        "Coldharbor said that it might take years to wind down the campaign.\n"
        "Some analysts say that it might take years to wind down the campaign."
    )

    assert flags_in(text, kind="voice_multiplied") == []


def test_what_another_outlet_reported_is_relayed() -> None:
    foot = "\nLena Marsh can be reached at lmarsh@southmerecourier.example."
    relayed = (
        "Both sides are close to a second round, a senior Southmere official said, according to "
        "the Portside News Agency."
    )

    flags = flags_in(relayed + foot, kind="relay")

    assert flags
    assert all("→" in dict(one.parameters)["links"] for one in flags)
    plain = "Both sides are close to a second round, Ines Calloway said."
    assert flags_in(plain + foot, kind="relay") == []
