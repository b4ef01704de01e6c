"""What can be asked of the names of a document."""

from hypothesis import given
from hypothesis import strategies as st

from servanda.evidence.names.mentions import EntityKind, entity_key, normal_name
from tests.evidence.names.fictional import GAZETTEER, Found

TEXT = (
    "Ada Merrow met Ruth Penhale of Northmark. The Southmerese president called Penhale.",
    "GULL1 and Unit 70421 are told of in Harbor Safety Today.",
)
PIECES = st.lists(
    st.sampled_from(
        [
            "Ada Merrow", "Guo Wenmao", "Wenmao", "Merrow", "Mr.", "President", "the", "said",
            "Secretary of", "Harbor Safety", "Today", "CEO", "Tidewatch", "Unit 70421", "GULL1",
            ",", ".", "(OTR)", "Office of Tidal Records", "a", "firm", "Jr.", "’s", "—", "\n",
            "Northmarkish", "de", "Quay", "郭文茂", "70421部队", "\u202e", "D-", "II", ":", "“",
        ]
    ),
    max_size=40,
).map(" ".join)  # fmt: skip


@given(st.one_of(PIECES, st.text(max_size=80), st.just(GAZETTEER)))
def test_any_text_gives_mentions_in_order_that_do_not_overlap_and_mean_known_keys(
    text: str,
) -> None:
    found = Found(text)

    end = 0
    for mention in found.names.mentions:
        assert mention.span.start >= end
        assert mention.span.covers(mention.name)
        assert mention.name.length
        end = mention.span.end
        keys = {*mention.candidates, mention.entity, mention.office} - {None}
        assert keys <= set(found.names.entities)
    assert all(p.proposed in found.names.entities for p in found.names.proposals)


@given(PIECES)
def test_the_same_text_gives_the_same_names(text: str) -> None:
    assert Found(text).names == Found(text).names


def test_the_last_person_before_a_place_is_the_last_whose_mention_ended() -> None:
    found = Found(*TEXT)
    names = found.names
    at = found.document.text.index("The Southmerese")

    person = names.last_person_before(at)

    assert person is not None
    assert person.entity == "person:ruth penhale"
    inside = names.last_person_before(found.document.text.index("Penhale") + 2)
    assert inside is not None
    assert inside.entity == "person:ada merrow"
    assert names.last_person_before(0) is None


def test_mentions_are_found_by_place_by_stretch_and_by_entity() -> None:
    found = Found(*TEXT)
    names, document = found.names, found.document

    at = document.text.index("Penhale")
    mention = names.at(at)

    assert mention is not None
    assert mention.kind is EntityKind.PERSON
    assert names.at(document.text.index("met")) is None
    assert len(names.within(document.paragraphs[1])) == 3
    assert len(names.mentions_of("person:ruth penhale")) == 2
    entity = names.entity_of(mention)
    assert entity is not None
    assert entity.name == "Ruth Penhale"


@given(st.text(max_size=40))
def test_a_normal_name_is_normal_already(name: str) -> None:
    once = normal_name(name)

    assert normal_name(once) == once
    assert entity_key(EntityKind.FIRM, once) == entity_key(EntityKind.FIRM, name)
