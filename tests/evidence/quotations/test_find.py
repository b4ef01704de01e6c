"""Each quotation gets the speaker that its text names, or none; nothing is taken from marks."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.evidence.documents import Document
from servanda.evidence.names.mentions import EntityKind
from servanda.evidence.quotations.find import find_quotations
from servanda.evidence.quotations.quotation import Quotation
from tests.evidence.making import NOBODY, document_of, names_in

CAST = {
    "Interior Minister |Ilsa Voss": (EntityKind.PERSON, "Ilsa Voss"),
    "Voss": (EntityKind.PERSON, "Ilsa Voss"),
    "Mr. |Orrin Tal": (EntityKind.PERSON, "Orrin Tal"),
    "Tal": (EntityKind.PERSON, "Orrin Tal"),
    "Palisade": (EntityKind.FIRM, "Palisade"),
    "Interior Ministry": (EntityKind.AGENCY, "Northmark Interior Ministry"),
    "Harbour Today": (EntityKind.OUTLET, "Harbour Today"),
}


def speakers(*paragraphs: str) -> list[str | None]:
    document = document_of(*paragraphs)
    found = find_quotations(document, names=names_in(document, CAST))
    return [document.text_of(each.voice.mention) if each.voice else None for each in found]


def meant(*paragraphs: str) -> list[tuple[str, ...]]:
    document = document_of(*paragraphs)
    found = find_quotations(document, names=names_in(document, CAST))
    return [each.voice.entities if each.voice else () for each in found]


def one(*paragraphs: str) -> tuple[Document, Quotation]:
    document = document_of(*paragraphs)
    (found,) = find_quotations(document, names=names_in(document, CAST))
    return document, found


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("“We will keep every word of it,” Voss said.", "Voss"),
        ("“We will keep every word of it,” said Voss.", "Voss"),
        ("Voss said: “We will keep every word of it.”", "Voss"),
        ("Voss told reporters that they would “keep every word of it.”", "Voss"),
        ("“We will keep every word of it,” Voss told Tal.", "Voss"),
        ("“Will you keep it?” asked Voss, as Tal looked on.", "Voss"),
        ("“We will keep every word of it,” according to Palisade.", "Palisade"),
        ("According to Palisade, the group is “generally held to be a unit.”", "Palisade"),
        ("Palisade, a Southmere security firm, said it was “too early to conclude.”", "Palisade"),
        ("Palisade (founded in 2029) said it was “too early to conclude.”", "Palisade"),
        ("Voss, speaking in Southmere on Monday, said it was “a good week.”", "Voss"),
        ("“We will keep it all,” the ministry’s spokesman said.", "the ministry’s spokesman"),
        ("“We will keep it all,” said a spokesman for Palisade.", "a spokesman for Palisade"),
        ("Voss said “the roof leaks badly” and that she had told the police.", "Voss"),
        ("VOSS: “We will keep every word of it.”", "VOSS"),
        ("Asked about Tal, Voss said, “We have nothing to add.”", "Voss"),
        ("Voss came in, sat down and said, “We have nothing to add.”", "Voss"),
        ("Tal said Voss had agreed, but insisted it was “too early to conclude.”", "Tal"),
        ("“The firm,” Voss said, “has shown nothing at all.”", "Voss"),
        ("Tal, who was at the table, wrote that it was “a good first week.”", "Tal"),
        ("It was described by Tal as “a good week for both.”", "Tal"),
        ("Tal's statement: “We have nothing to add to it.”", "Tal's"),
    ],
)
def test_the_speaker_is_found_wherever_the_verb_stands(sentence: str, speaker: str) -> None:
    assert speakers(sentence)[-1] == speaker


def test_who_is_spoken_of_is_not_taken_for_who_speaks() -> None:
    text = "Tal said that Voss had promised the ministry “every help it needs.”"

    assert speakers(text)[0] in {"Tal", "Voss"}
    assert speakers("Voss, Tal said, was “not at the table then.”") == ["Tal"]


def test_nothing_inside_marks_is_searched_for_a_speaker() -> None:
    text = "“Tal said that Voss said that all is well,” Palisade said."

    assert speakers(text) == ["Palisade"]


def test_a_pronoun_means_who_was_named_before_it() -> None:
    paragraphs = ("Interior Minister Ilsa Voss met the press.", "“We keep our word,” she said.")

    assert speakers(*paragraphs) == ["she"]
    assert meant(*paragraphs) == [("person:ilsa voss",)]


def test_a_courtesy_title_keeps_a_pronoun_from_the_wrong_person() -> None:
    text = "Voss met Mr. Orrin Tal. “We keep our word,” he said."

    assert meant(text) == [("person:orrin tal",)]


def test_a_description_means_the_last_body_of_its_kind() -> None:
    text = "Palisade wrote to the Interior Ministry. “It is too early to say,” the firm said."

    assert meant(text) == [("firm:palisade",)]


def test_a_title_means_the_person_to_whom_the_text_gives_it() -> None:
    text = "Interior Minister Ilsa Voss met Tal. “We keep our word,” the minister said."

    assert meant(text) == [("person:ilsa voss",)]


def test_an_unnamed_speaker_is_shown_and_means_nobody() -> None:
    document, found = one("“It is too early to say,” an official said.")

    assert found.voice is not None
    assert document.text_of(found.voice.mention) == "an official"
    assert not found.voice.is_named


def test_a_spokesman_is_not_the_one_he_speaks_for() -> None:
    assert meant("“It is too early to say,” said a spokesman for Palisade.") == [()]
    assert meant("“It is too early to say,” Voss’s lawyer said.") == [()]


def test_a_name_is_kept_whole_though_a_word_of_it_is_a_day() -> None:
    assert speakers("Harbour Today reported “a massive and unrelenting” campaign.") == [
        "Harbour Today"
    ]


def test_the_role_is_what_stands_before_the_name() -> None:
    document, found = one("“We keep our word,” Interior Minister Ilsa Voss said.")

    assert found.voice is not None
    assert found.voice.role is not None
    assert document.text_of(found.voice.role) == "Interior Minister"


def test_an_utterance_that_its_cue_splits_is_one() -> None:
    document = document_of("“We keep our word,” Voss said. “We shall see who else does.”")

    first, second = find_quotations(document, names=names_in(document, CAST))

    assert second.continues == first.span
    assert second.voice is not None
    assert first.voice is not None
    assert second.voice.mention == first.voice.mention


def test_a_speaker_goes_on_for_three_paragraphs_and_it_is_said_how() -> None:
    document = document_of(
        "“We keep our word,” Voss said.",
        "“We shall see who else does.”",
        "A bell rang.",
        "“There is nothing more to say.”",
    )

    found = find_quotations(document, names=names_in(document, CAST))

    assert [each.voice.how if each.voice else "" for each in found] == [
        "speaker.regex.cue/1",
        "speaker.regex.continued/1",
        "speaker.regex.continued/1",
    ]


def test_a_speaker_does_not_go_on_for_ever() -> None:
    bells = ["A bell rang.", "It rang again.", "And again.", "And once more."]

    assert speakers("“We keep our word,” Voss said.", *bells, "“We shall see who does.”") == [
        "Voss",
        None,
    ]


def test_a_nickname_in_marks_is_kept_and_is_no_utterance() -> None:
    _, found = one("The group, known as “Night Heron”, was seen again.")

    assert not found.is_utterance
    assert found.voice is None
    assert found.words == 2


def test_one_word_under_a_reporting_verb_is_an_utterance() -> None:
    _, found = one("Voss called the report “premature.”")

    assert found.is_utterance


def test_page_furniture_is_not_searched() -> None:
    document = document_of("“We keep our word,” Voss said.")
    furniture = Document(
        **{name: getattr(document, name) for name in document.__slots__} | {"blocks": ()}
    )

    assert find_quotations(furniture, names=NOBODY) == ()


@given(st.lists(st.text(alphabet="“”\"'‘’ABab.,:?!()— saidVos", max_size=60), max_size=4))
def test_any_text_yields_ordered_spans_within_its_paragraphs(paragraphs: list[str]) -> None:
    document = document_of(*(line for line in paragraphs if line))

    found = find_quotations(document, names=NOBODY)

    assert found == find_quotations(document, names=NOBODY)
    at = 0
    for each in found:
        assert each.span.start >= at
        assert any(block.span.covers(each.span) for block in document.blocks)
        if each.voice:
            assert document.text_of(each.voice.mention).strip()
        at = each.span.end


@pytest.mark.parametrize(
    ("text", "mention"),
    [
        (
            "“It overlaps, and that is all,” the ministry’s chief analyst, Orrin Tal, told us.",
            "the ministry’s chief analyst, Orrin Tal",
        ),
        (
            "The ministry’s envoy, Mr. Orrin Tal, called it “a step that is long overdue.”",
            "The ministry’s envoy, Mr. Orrin Tal",
        ),
        (
            "“It overlaps, and that is all,” said a spokesman for Palisade, Orrin Tal.",
            "a spokesman for Palisade, Orrin Tal",
        ),
    ],
)
def test_a_name_in_apposition_is_who_the_description_means(text: str, mention: str) -> None:
    document = document_of(text)
    cast = {**CAST, "Orrin Tal": (EntityKind.PERSON, "Orrin Tal")}
    (found,) = find_quotations(document, names=names_in(document, cast))

    assert found.voice is not None
    assert found.voice.entities == ("person:orrin tal",)
    assert document.text_of(found.voice.mention) == mention


def test_a_name_that_only_follows_in_a_list_is_nobody_s_apposition() -> None:
    text = "“It overlaps, and that is all,” said the envoy, Voss and Tal."

    assert meant(text) == [()]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("沃斯部长周五表示：“我们信守承诺，绝不支持窃密。”", "沃斯部长"),
        ("“没有人否认这些日志。”特使塔尔说。", "特使塔尔"),
        ("会后，特使塔尔还强调，“没有人否认这些日志。”", "特使塔尔"),
    ],
)
def test_a_chinese_speaker_stands_at_the_verb_and_without_it(text: str, speaker: str) -> None:
    assert speakers(text) == [speaker]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Le ministre a déclaré « nous tiendrons parole »."),
        ("ar", 'قال الوزير "سنلتزم بالاتفاق ولن نسمح" يوم الجمعة.'),
    ],
)
def test_the_english_order_of_words_names_no_speaker_in_another_language(
    language: str, text: str
) -> None:
    document = replace(document_of(text), language=language)

    (found,) = find_quotations(document, names=NOBODY)

    assert found.voice is None
