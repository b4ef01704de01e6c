"""A name that may be another one is proposed with the reason, and stays what is printed."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.evidence.names.mentions import Entity, EntityKind
from servanda.evidence.names.proposals import ProposalKind
from servanda.evidence.names.variants import LEAST_SIMILARITY, similarity, variants
from tests.evidence.names.fictional import Found, gazetteer

LETTERS = st.sampled_from(string.ascii_lowercase)


def test_a_misprint_keeps_its_own_entity_and_has_the_other_as_candidate() -> None:
    found = Found("The Southmerese President Xun Lantinq spoke.")

    mention = found["Southmerese President Xun Lantinq"]
    assert mention.entity == "person:xun lantinq"
    assert mention.candidates == ("person:xun lanting",)
    assert mention.office == "office:president of southmere"
    proposal = found.names.proposals[0]
    assert proposal.kind is ProposalKind.MISPRINT
    assert found.document.text_of(proposal.span) == "Xun Lantinq"
    assert (proposal.entity, proposal.proposed) == ("person:xun lantinq", "person:xun lanting")


def test_a_body_s_misprint_stays_as_printed_and_is_proposed() -> None:
    found = Found("He spoke at a Council of Distant Shores summit.")

    mention = found["Council of Distant Shores"]
    assert mention.entity == "organisation:council of distant shores"
    assert mention.candidates == ("organisation:council on distant shores",)


def test_nearly_the_same_letters_need_the_same_office_or_state() -> None:
    with_office = Found("The Harbor Safety Secretary Jonn Hallorann spoke.")
    without = Found("A fisherman, Jonn Hallorann, spoke.")

    assert [p.proposed for p in with_office.names.proposals] == ["person:jon halloran"]
    assert with_office.names.proposals[0].kind is ProposalKind.SIMILAR
    assert without.names.proposals == ()


def test_two_spellings_in_one_text_are_proposed_as_one() -> None:
    found = Found("Mara Brandvold left.", "Later Maria Brandvold, 52, came back.")

    assert [(p.entity, p.proposed) for p in found.names.proposals] == [
        ("person:maria brandvold", "person:mara brandvold")
    ]


@given(st.integers(0, 10), LETTERS)
def test_one_letter_other_than_a_known_name_is_always_proposed(at: int, letter: str) -> None:
    known = "jon halloran"
    printed = known[:at] + letter + known[at + 1 :]
    if printed == known or " " not in printed:
        return

    found = list(variants([_person(printed)], gazetteer=gazetteer(), is_related=_unrelated))

    assert ("person:jon halloran", ProposalKind.MISPRINT) in [(v.proposed, v.kind) for v in found]


@given(st.text(string.ascii_lowercase + " ", min_size=1, max_size=24))
def test_whatever_is_proposed_is_alike_and_is_another_name(printed: str) -> None:
    found = list(variants([_person(printed)], gazetteer=gazetteer(), is_related=_related))

    for variant in found:
        known = gazetteer().entities[variant.proposed]
        assert variant.key != variant.proposed
        assert variant.similarity == similarity(printed, known.name)
        assert variant.similarity >= LEAST_SIMILARITY or variant.kind is ProposalKind.MISPRINT


@pytest.mark.parametrize("printed", ["Halloram", "Ada", "Li"])
def test_a_name_of_one_word_is_never_proposed_by_likeness(printed: str) -> None:
    assert not list(variants([_person(printed)], gazetteer=gazetteer(), is_related=_related))


def _person(name: str) -> Entity:
    return Entity(key=f"person:{name}", name=name, kind=EntityKind.PERSON, known=False)


def _related(_key: str, _known: str) -> bool:
    return True


def _unrelated(_key: str, _known: str) -> bool:
    return False
