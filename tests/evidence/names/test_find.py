"""Whom a name means: titles, offices, short forms, and what is never merged."""

from dataclasses import replace

import pytest

from servanda.evidence.documents import BlockKind
from servanda.evidence.names.find import find_names
from servanda.evidence.names.mentions import EntityKind
from servanda.evidence.names.proposals import ProposalKind
from tests.evidence.making import document_of
from tests.evidence.names.fictional import Found, gazetteer

DEPUTY = "office:deputy secretary of harbor safety"
SECRETARY = "office:secretary of harbor safety"


@pytest.mark.parametrize(
    ("text", "form", "name", "office"),
    [
        (
            "Deputy Secretary of Harbor Safety Oskar Brandvold spoke.",
            "Deputy Secretary of Harbor Safety Oskar Brandvold",
            "Oskar Brandvold",
            DEPUTY,
        ),
        (
            "They met Zbyn Korel, deputy secretary of harbor safety, in Quay.",
            "Zbyn Korel",
            "Zbyn Korel",
            DEPUTY,
        ),
        (
            "Harbor Safety Secretary Jon Halloran left.",
            "Harbor Safety Secretary Jon Halloran",
            "Jon Halloran",
            SECRETARY,
        ),
        (
            "Deputy Secretary of Tidal Power Zbyn Korel spoke.",
            "Deputy Secretary of Tidal Power Zbyn Korel",
            "Zbyn Korel",
            "office:deputy secretary of tidal power",
        ),
        (
            "Then Foghorn Labs CEO Zbyn Korel wrote.",
            "Foghorn Labs CEO Zbyn Korel",
            "Zbyn Korel",
            "office:chief executive of foghorn labs",
        ),
        (
            "Southmerese President Xun Lanting came.",
            "Southmerese President Xun Lanting",
            "Xun Lanting",
            "office:president of southmere",
        ),
        (
            "A call by President Xun Lanting came.",
            "President Xun Lanting",
            "Xun Lanting",
            "office:president of southmere",
        ),
        (
            "A call by Quay police Chief Zbyn Korel came.",
            "Quay police Chief Zbyn Korel",
            "Zbyn Korel",
            "office:quay police chief",
        ),
        (
            "A letter by Attorney General Zbyn Korel came.",
            "Attorney General Zbyn Korel",
            "Zbyn Korel",
            "office:attorney general",
        ),
        (
            "A letter by Northmarkish Attorney General Zbyn Korel came.",
            "Northmarkish Attorney General Zbyn Korel",
            "Zbyn Korel",
            "office:attorney general of northmark",
        ),
    ],
)
def test_a_title_beside_a_name_is_its_office_whoever_it_is(
    text: str, form: str, name: str, office: str
) -> None:
    found = Found(text)

    mention = found[form]
    assert found.document.text_of(mention.name) == name
    assert mention.office == office
    assert mention.office in found.names.entities
    assert mention.role is not None


@pytest.mark.parametrize(
    "title",
    ["Former Harbor Safety Secretary", "former Harbor Safety Secretary", "ex-President"],
)
def test_an_office_that_is_no_longer_held_is_no_office_of_the_day(title: str) -> None:
    found = Found(f"It was {title} Jon Halloran who called.")

    mention = found.names.mentions[-1]
    assert mention.entity == "person:jon halloran"
    assert mention.office is None


def test_a_nominee_and_an_assistant_do_not_hold_the_office() -> None:
    found = Found(
        "The Attorney General nominee Zbyn Korel and Assistant Attorney General Orla Tamm spoke."
    )

    offices = {m.office for m in found.names.mentions if m.kind is EntityKind.PERSON}
    assert "office:attorney general of northmark" not in offices


def test_a_title_with_the_name_of_another_place_is_another_office() -> None:
    found = Found("A letter by Quay Attorney General Zbyn Korel came.")

    assert found.names.mentions[-1].office == "office:quay attorney general"


def test_an_office_without_a_name_is_an_entity_of_its_own() -> None:
    found = Found("“The Secretary of Harbor Safety and the attorney general,” Halloran said.")

    assert found["Secretary of Harbor Safety"].entity == SECRETARY
    assert found["attorney general"].entity == "office:attorney general of northmark"
    assert found["attorney general"].kind is EntityKind.OFFICE


def test_a_title_of_several_states_stays_open_where_nothing_tells() -> None:
    found = Found("Later the president left the hall.")

    mention = found["president"]
    assert mention.entity is None
    assert mention.candidates == ("office:president of northmark", "office:president of southmere")


def test_a_title_of_several_states_is_told_by_state_or_by_its_last_use() -> None:
    found = Found(
        "The Southmerese president left. President Merrow stayed. Then the president rose."
    )

    mentions = [m for m in found.names.mentions if m.kind is EntityKind.OFFICE]
    assert mentions[0].entity == "office:president of southmere"
    assert mentions[-1].entity == "office:president of northmark"


def test_a_short_form_means_the_person_named_in_full_wherever_that_stands() -> None:
    found = Found("Korel came early.", "Mr. Korel met Zbyn Korel’s staff, said Zbyn Korel.")

    assert found["Korel"].entity == "person:zbyn korel"
    assert found["Mr. Korel"].entity == "person:zbyn korel"


def test_two_people_of_one_family_name_leave_the_short_form_open_with_the_last_one_first() -> None:
    found = Found("Mara Korel met Jonas Korel. Later Ms. Korel left, and Korel stayed.")

    mention = found["Korel"]
    assert mention.entity is None
    assert mention.candidates == ("person:jonas korel", "person:mara korel")


def test_an_office_tells_two_people_of_one_family_name_apart() -> None:
    found = Found(
        "Harbor Safety Secretary Jon Halloran met Mara Halloran.",
        "Then Harbor Safety Secretary Halloran left.",
    )

    assert found["Harbor Safety Secretary Halloran"].entity == "person:jon halloran"


def test_a_form_without_the_middle_initial_means_the_one_with_it_unless_there_are_two() -> None:
    one = Found("Mara Q. Brandvold met Ruth Tamm. Mara Brandvold left.")
    two = Found("Mara Q. Brandvold met Mara P. Brandvold. Mara Brandvold left.")

    assert one["Mara Brandvold"].entity == "person:mara q brandvold"
    assert two["Mara Brandvold"].entity == "person:mara brandvold"


def test_particles_belong_to_the_family_name() -> None:
    found = Found("Mayor Oskar van Dorn came. “No,” Van Dorn said. Then Mr. van Dorn left.")

    assert found["Van Dorn"].entity == "person:oskar van dorn"
    assert found.last("Mr. van Dorn").entity == "person:oskar van dorn"


def test_a_description_is_nobody_who_is_named() -> None:
    found = Found("Oskar Brandvold spoke. A key official disagreed, and experts did too.")

    assert found.forms() == ["Oskar Brandvold"]


def test_the_same_words_in_furniture_are_no_mention() -> None:
    document = document_of("Oskar Brandvold spoke.", "Mara Korel, 25, speaks.")
    kept, furniture = document.blocks
    document = replace(document, blocks=(kept, replace(furniture, kind=BlockKind.FURNITURE)))

    names = find_names(document, gazetteer=gazetteer())

    assert [mention.entity for mention in names.mentions] == ["person:oskar brandvold"]


def test_an_outlet_whose_name_holds_an_agency_s_is_not_the_agency() -> None:
    found = Found(
        "Harbor Safety Today reported that Harbor Safety and Harbor Safety Weekly differ."
    )

    assert found["Harbor Safety Today"].kind is EntityKind.OUTLET
    assert found["Harbor Safety"].entity == "agency:department of harbor safety"
    assert found["Harbor Safety Weekly"].kind is EntityKind.OUTLET


@pytest.mark.parametrize(
    ("text", "form", "kind"),
    [
        ("Bluegull, a Quay-based cybersecurity firm, said so.", "Bluegull", EntityKind.FIRM),
        ("So said security firm Bluegull in a note.", "Bluegull", EntityKind.FIRM),
        ("So said Bluegull Marine Inc. in a note.", "Bluegull Marine Inc", EntityKind.FIRM),
        ("It was large, Bluegull Security said.", "Bluegull Security", EntityKind.FIRM),
        ("So it was, according to Bluegull Research.", "Bluegull Research", EntityKind.FIRM),
        ("An Institute for Tides said so.", "Institute for Tides", EntityKind.ORGANISATION),
        ("The Ministry of Lights and Signals said so.", "Ministry of Lights", EntityKind.AGENCY),
        ("The Quay Police Department said so.", "Quay Police Department", EntityKind.AGENCY),
        ("The Evening Lantern, a newspaper, said so.", "Evening Lantern", EntityKind.OUTLET),
    ],
)  # fmt: skip
def test_a_body_nobody_knew_is_found_by_its_words_or_by_what_it_is_called(
    text: str, form: str, kind: EntityKind
) -> None:
    found = Found(text)

    assert found[form].kind is kind
    assert found[form].entity in found.names.entities


def test_a_trade_with_a_capital_is_no_firm_where_it_says_nothing() -> None:
    assert "Social Security" not in Found("They cut Social Security in the spring.").forms()


def test_an_acronym_means_the_body_that_the_text_explains_it_by() -> None:
    found = Found("The Office of Tidal Records (OTR) was hit. Later OTR spoke.")

    assert found.last("OTR").entity == "agency:office of tidal records"


def test_a_place_behind_a_given_name_is_a_family_name() -> None:
    found = Found("Jim Quay spoke in Lowport. Quay left.")

    assert found["Jim Quay"].kind is EntityKind.PERSON
    assert found["Quay"].entity == "person:jim quay"


def test_a_sentence_s_first_word_is_no_given_name() -> None:
    found = Found("Ada Merrow came.", "Facing Merrow, they left. Merrow stayed.")

    assert "Facing Merrow" not in found.forms()
    assert [m.entity for m in found.names.mentions] == ["person:ada merrow"] * 3


def test_a_nickname_means_a_unit_only_as_somebody_says() -> None:
    found = Found("GULL1 is linked to Unit 70421.")

    assert found["GULL1"].entity == "unit:gull1"
    assert found["GULL1"].candidates == ("unit:unit 70421",)
    proposal = found.names.proposals[0]
    assert proposal.kind is ProposalKind.SAID_TO_BE
    assert proposal.source == "Tidewatch, fictional report"


def test_another_office_of_the_same_body_than_on_record_is_proposed() -> None:
    found = Found("Tidewatch found it.", "CEO Dima Varlov wrote so; CEO Greta Kolbe agreed.")

    assert [p.kind for p in found.names.proposals] == [ProposalKind.OFFICE]
    assert found.names.proposals[0].entity == "office:chief executive of tidewatch"
    assert found.names.proposals[0].proposed == "office:chief technology officer of tidewatch"


def test_names_in_ideographs_are_found_without_blanks() -> None:
    found = Found("静水部部长郭文茂昨天说，这是第一次。")

    assert found["郭文茂"].entity == "person:guo wenmao"
    assert found["静水部部长"].entity == "office:minister of quiet waters of southmere"


@pytest.mark.parametrize("text", ["", "وقال الوزير أمس إن الاتفاق قائم.", "…\u202e(“”)—’s"])
def test_a_text_without_names_has_none(text: str) -> None:
    assert Found(text).names.mentions == ()


def test_a_suffix_makes_another_person_than_the_known_one() -> None:
    found = Found("Ada Merrow, Jr. came, and Ada Merrow Jr. left.")

    assert {m.entity for m in found.names.mentions} == {"person:ada merrow jr"}


def test_who_everybody_knows_by_the_family_name_keeps_it_beside_relatives() -> None:
    found = Found("Ada Merrow and Oskar Merrow came. Merrow spoke, then Mr. Merrow.")

    assert found["Merrow"].entity == "person:ada merrow"
    assert found["Mr. Merrow"].entity is None


def test_a_body_is_meant_by_the_first_word_of_its_name_or_with_the_by_its_general_word() -> None:
    found = Found("Bluegull Marine Inc. spoke to the Evening Post. Bluegull paid, the Post wrote.")

    assert found["Bluegull"].entity == "firm:bluegull marine inc"
    assert found["Post"].entity == "outlet:evening post"


def test_who_speaks_in_a_transcript_is_a_person_where_the_label_comes_again() -> None:
    found = Found("TAMM: Good evening.", "BRAND: Good evening.", "TAMM: Welcome.")

    assert found.forms() == ["TAMM", "TAMM"]


def test_a_name_behind_a_dash_under_a_quotation_is_a_signature() -> None:
    found = Found("“We never asked for this harbor.” — Zbyn Korel", "Nobody answered.")

    assert found.forms() == ["Zbyn Korel"]


def test_the_capitals_of_a_headline_make_nobody() -> None:
    found = Found("Zbyn Korel Slams Harbor Plan In New Row", "Mr. Zbyn Korel spoke.")

    assert [m.entity for m in found.names.mentions] == ["person:zbyn korel"] * 2
    assert found.forms()[0] == "Zbyn Korel"


def test_a_city_is_not_the_paper_that_is_called_after_it() -> None:
    found = Found("The Ellery Courier wrote that they met in Ellery. The Courier saw it.")

    papers = [one for one in found.names.mentions if one.entity == "outlet:ellery courier"]
    assert [one.span.length for one in papers] == [len("Ellery Courier"), len("Courier")]


def test_an_adverb_between_a_name_and_its_verb_hides_no_person() -> None:
    found = Found("“Never,” the minister’s predecessor Orsin Talverre once said of it.")

    assert found["Orsin Talverre"].entity == "person:orsin talverre"


def test_a_name_is_shown_as_printed_wherever_its_short_form_stands() -> None:
    names = Found("Bluegull paid. Bluegull Marine Inc. spoke to us.").names

    assert names.entities["firm:bluegull marine inc"].name == "Bluegull Marine Inc"
