"""A brief carries nothing to a reader whom its marking does not reach, in any form.

What one side marked red is looked for in the bytes of every form and language of every edition,
in what is read back out of a PDF, and in the signed snapshot.
"""

from collections.abc import Callable

import pytest

from servanda.core import canonical
from servanda.core.canonical import JsonObject, JsonValue
from servanda.core.handling.editions import Edition
from servanda.core.identifiers import Digest
from servanda.documents.brief.compose import compose_brief
from servanda.documents.brief.content import Brief
from servanda.documents.brief.forms import FORMS, write_brief
from servanda.documents.brief.freezing import snapshot_parts
from servanda.documents.brief.wording import WORDS
from servanda.interfaces.brief_matters import brief_matters
from servanda.usecases.dialogue.read_dialogue import read_dialogue
from tests.documents.brief.test_brief import read_back
from tests.usecases.dialogue.test_dialogue import DAYS, a_cast, say
from tests.usecases.nodes import Cast, Node

MARK = "Wolframite"  # in every text that is marked
SEAT: JsonObject = {"office": f"{MARK} Office", "person": MARK, "capacity": "chair"}
PROMISE: JsonObject = {"text": {"en": MARK, "zh-Hans": MARK}, "acceptance_test": {"en": MARK}}
Said = Callable[..., Digest]


def staged(marking: str, *, handling: JsonValue = None, at: str = "alice") -> Cast:
    """Let `at` say everything that a dialogue can say under one marking; the other goes along."""
    cast = a_cast()
    node, other = (cast.alice, cast.bob) if at == "alice" else (cast.bob, cast.alice)
    facts: JsonObject = {"tlp": marking, **({"handling": handling} if handling else {})}

    def it(type_name: str, said: JsonObject, ref: Digest | None, body: JsonObject) -> Digest:
        return say(cast, node, type_name, {**said, **facts}, ref=ref, body=body)

    opening: JsonObject = {"step": "proposed", "series": "dialogue", "kind": "round", **DAYS}
    leaf = it("round", opening, None, {"title": MARK, "place": MARK})
    say(cast, other, "round", {"step": "confirmed", **DAYS}, ref=leaf)
    it("round", {"step": "delegation"}, leaf, {"delegation": [SEAT]})
    it("round", {"step": "agenda"}, leaf, {"agenda": [MARK]})
    it("round", {"step": "held", **DAYS}, leaf, {"place": MARK})
    items: list[JsonValue] = [{"key": "hotline", "text": MARK}]
    it("outcome", {"step": "published", "language": "en", "points": 1}, leaf, {"items": items})
    promise = it("deliverable", {"step": "proposed", "owner": "author"}, leaf, PROMISE)
    say(cast, other, "deliverable", {"step": "confirmed"}, ref=promise)
    concern: JsonObject = {"step": "issued", "commitment": "C1.1"}
    it("concern", concern, None, {"text": MARK, "asks": MARK})
    return cast


def edition_of(node: Node, edition: Edition) -> list[Brief]:
    found = read_dialogue(node.pair, services=node.services, edition=edition)
    assert found is not None
    matters = brief_matters(
        node.pair,
        evidence=None,
        services=node.services,
        edition=edition,
        withheld=found.withheld,
    )
    return [
        compose_brief(
            found.record,
            edition=edition,
            language=language,
            today=node.services.clock.now().date(),
            is_published=False,
            mode="real",
            matters=matters,
        )
        for language in WORDS
    ]


def told(briefs: list[Brief]) -> str:
    """Return all that any form of a brief has, and what its snapshot has."""
    texts = []
    for form in FORMS:
        for some in (briefs[:1], briefs[1:], briefs):
            written = write_brief(form, some)
            texts.append(written.decode("utf-8", errors="replace"))
            if form in {"pdf", "docx"}:
                texts.append(read_back(form, written))
    texts.append(canonical.encode(snapshot_parts(briefs, {})).decode())
    return "\n".join(texts)


@pytest.mark.parametrize("edition", [Edition.JOINT, Edition.PUBLIC])
@pytest.mark.parametrize("by", ["alice", "bob"])
def test_nothing_marked_red_is_in_an_edition_for_others(edition: Edition, by: str) -> None:
    cast = staged("red", at=by)

    for node in (cast.alice, cast.bob):
        briefs = edition_of(node, edition)
        left_out = [one for one in briefs[0].page if one.key == "left_out.red"]

        assert MARK not in told(briefs)
        assert "TLP:RED" in left_out[0].text


def test_what_is_not_for_everybody_is_not_in_the_public_edition() -> None:
    for marking, handling in (("green", None), ("amber", None), ("clear", ["no_onward"])):
        cast = staged(marking, handling=handling)
        briefs = edition_of(cast.bob, Edition.PUBLIC)

        assert MARK not in told(briefs)
        assert any(one.key.startswith("left_out.") for one in briefs[0].page)


def test_the_other_sides_red_is_not_in_our_own_edition_and_ours_is() -> None:
    cast = staged("red")
    ours, theirs = (edition_of(node, Edition.PARTY) for node in (cast.alice, cast.bob))

    assert MARK in told(ours)
    assert MARK not in told(theirs)


def test_what_both_may_read_is_in_the_joint_edition() -> None:
    cast = staged("amber")

    assert MARK in told(edition_of(cast.bob, Edition.JOINT))
    assert edition_of(cast.alice, Edition.JOINT) == edition_of(cast.bob, Edition.JOINT)


def test_the_count_of_what_is_left_out_is_that_of_the_statements() -> None:
    cast = staged("red")
    (said,) = [one for one in edition_of(cast.bob, Edition.JOINT)[0].page if "RED" in one.text]

    # The round, seats, agenda, what was held, outcome, promise, and the concern.
    assert said.text.endswith(f": {len(said.refs)} statements.")
    assert len(set(said.refs)) == len(said.refs) >= 7
