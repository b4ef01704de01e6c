"""On the five articles: everybody who is told of, under the shared key, and nobody else's name."""

import pytest

from servanda.evidence.documents import Document
from servanda.evidence.names.find import find_names
from servanda.evidence.names.gazetteer_files import parse_gazetteer
from servanda.evidence.names.mentions import EntityKind
from servanda.evidence.names.names import Names
from servanda.evidence.names.proposals import ProposalKind
from servanda.evidence.reading.read import read_document
from tests.evidence.names.test_gazetteer_files import SHIPPED
from tests.evidence.shared import gold, seeds

GAZETTEER = parse_gazetteer(SHIPPED)
KINDS = {"person", "office", "organisation"}
# In the gold too, and found by others: pronouns, and descriptions that name nobody.
DESCRIPTIONS = {"his Chinese counterpart", "that’s me", "second-in-command", "an agency statement"}


@pytest.fixture(scope="module")
def found() -> dict[str, tuple[Document, Names]]:
    read = {path.name[:3]: read_document(path.read_bytes(), name=path.name) for path in seeds()}
    return {
        number: (document, find_names(document, gazetteer=GAZETTEER))
        for number, document in read.items()
    }


def test_every_printed_form_of_the_gold_is_a_mention_of_one_and_the_same(
    found: dict[str, tuple[Document, Names]],
) -> None:
    missing = []
    for row in gold()["entities"]:
        forms = [form for form in _texts(row["forms"]) if form not in DESCRIPTIONS]
        if row["kind"] not in KINDS or row["name"] == "Andrew Blake":
            continue  # whose line is furniture: he is `document.author`
        texts = [found[number] for number in _texts(row["docs"])]
        missing += [form for form in forms if not any(_has(form, *text) for text in texts)]

    assert missing == []


def test_people_have_the_keys_of_their_full_names(
    found: dict[str, tuple[Document, Names]],
) -> None:
    people = {
        number: {
            m.entity for m in names.mentions if m.kind is EntityKind.PERSON and not m.candidates
        }
        for number, (_, names) in found.items()
    }

    assert people["000"] == _keys("alejandro mayorkas", "xi jinping", "barack obama")
    assert people["002"] == _keys("jeh johnson", "xi jinping", "barack obama", "dmitri alperovitch")
    assert people["003"] == _keys(
        "jeh johnson", "guo shengkun", "eric holder", "john kerry", "jack lew"
    )
    assert people["004"] == _keys(
        "loretta lynch", "jeh johnson", "suzanne spaulding", "xi jinping", "guo shengkun",
        "barack obama",
    )  # fmt: skip


def test_what_departs_from_the_record_is_proposed_and_stays_as_printed(
    found: dict[str, tuple[Document, Names]],
) -> None:
    proposals = {
        (document.text_of(p.span), p.kind)
        for document, names in found.values()
        for p in names.proposals
    }

    assert proposals == {
        ("Council of Foreign Relations", ProposalKind.MISPRINT),
        ("CEO", ProposalKind.OFFICE),
        ("Shengkun", ProposalKind.GIVEN_NAME),
        ("Xi Jinxing", ProposalKind.MISPRINT),
        ("Putter Panda", ProposalKind.SAID_TO_BE),
    }


def test_two_units_are_two_and_the_outlet_is_not_the_agency(
    found: dict[str, tuple[Document, Names]],
) -> None:
    document, names = found["003"]
    units = {m.entity for m in names.mentions if m.kind is EntityKind.UNIT}
    outlets = [m for m in names.mentions if m.entity == "outlet:homeland security today"]

    assert {"unit:unit 61398", "unit:unit 61486"} <= units
    assert len(outlets) >= 2
    assert {document.text_of(m.span) for m in outlets} <= {"Homeland Security Today", "HSToday"}


def test_the_author_has_an_entity_without_a_mention_in_the_text(
    found: dict[str, tuple[Document, Names]],
) -> None:
    names = found["001"][1]

    assert names.entities["person:andrew blake"].name == "Andrew Blake"
    assert names.mentions_of("person:andrew blake") == ()


def _has(form: str, document: Document, names: Names) -> bool:
    """Tell whether a mention covers the form, or all of it but its article and a firm's noun."""
    core = form.removeprefix("The ").removeprefix("the ").lower()
    core = core.removeprefix("security firm ")
    return any(core in document.text_of(m.span).lower() for m in names.mentions)


def _keys(*names: str) -> set[str]:
    return {f"person:{name}" for name in names}


def _texts(value: object) -> list[str]:
    assert isinstance(value, list)
    return [str(entry) for entry in value]
