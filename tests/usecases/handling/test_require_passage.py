"""What others gave leaves only where its marking allows it, or by a word that is noted."""

from collections.abc import Mapping

import pytest

from servanda.core.canonical import JsonObject
from servanda.core.forms.said import said_elements
from servanda.core.handling.markings import Part
from servanda.core.identifiers import AccordName, Digest, Origin, PartyId, digest_from_hash
from servanda.interfaces.fault_texts import error_text
from servanda.simulation.memory_attachments import MemoryReleaseFolder
from servanda.usecases.attachments.release_attachments import release_attachments
from servanda.usecases.exchange.queue_statement import Attachment, queue_statement
from servanda.usecases.handling.require_passage import (
    MAX_REASON,
    HandlingError,
    HandlingWords,
    require_onward,
)
from servanda.usecases.handling.stored_handling import stored_handling
from tests.usecases.attachment_lines import CONTENT, attach, cast_with_attachments, settle_all
from tests.usecases.nodes import REQUEST, REQUEST_BODY, Cast, Node

CAROL = PartyId("carol.example")
MARKINGS = ("clear", "green", "amber", "amber_strict", "red")


@pytest.mark.parametrize("marking", MARKINGS[:-1])
def test_what_is_not_red_becomes_a_plain_file_without_a_word(marking: str) -> None:
    cast, leaf = given(marking)
    folder = MemoryReleaseFolder()

    release_attachments(leaf, folder=folder, services=cast.bob.services)

    assert folder.files == {"netflow.csv": CONTENT}
    assert list(cast.bob.services.store.passages_of(leaf)) == []


def test_what_another_party_marked_red_becomes_a_plain_file_only_by_a_word_that_is_noted() -> None:
    cast, leaf = given("red")
    folder = MemoryReleaseFolder()

    for silence in (None, "", "  "):
        with pytest.raises(HandlingError, match="expected why what is marked red") as refused:
            release_attachments(leaf, folder=folder, reason=silence, services=cast.bob.services)
        assert "理由" in error_text(refused.value, language="zh-Hans")
    assert folder.files == {}

    release_attachments(
        leaf, folder=folder, reason="For the reader it is meant for.", services=cast.bob.services
    )

    assert folder.files == {"netflow.csv": CONTENT}
    (noted,) = cast.bob.services.store.passages_of(leaf)
    assert (noted.door, noted.marking) == ("own_folder", "red")
    assert noted.reason == "For the reader it is meant for."


def test_an_author_needs_no_word_for_its_own_file() -> None:
    cast, leaf = given("red")
    folder = MemoryReleaseFolder()

    release_attachments(leaf, folder=folder, services=cast.alice.services)

    assert folder.files == {"netflow.csv": CONTENT}


def test_a_word_without_end_is_refused() -> None:
    cast, leaf = given("red")

    with pytest.raises(HandlingError, match="1 to 2000 characters"):
        release_attachments(
            leaf,
            folder=MemoryReleaseFolder(),
            reason="x" * (MAX_REASON + 1),
            services=cast.bob.services,
        )


@pytest.mark.parametrize("marking", ["clear", "green"])
def test_what_may_go_round_goes_to_another_party_under_its_marking(marking: str) -> None:
    cast, leaf = given(marking)

    onward(cast.bob, attach(cast.bob, name="other.csv"), marking=marking)

    assert list(cast.bob.services.store.passages_of(leaf)) == []


@pytest.mark.parametrize("marking", ["amber", "amber_strict"])
def test_what_stays_in_the_house_goes_on_only_by_its_authors_permission(marking: str) -> None:
    cast, leaf = given(marking)
    file = attach(cast.bob, name="renamed.csv")

    with pytest.raises(HandlingError, match="the permission of alice") as refused:
        onward(cast.bob, file, marking="red")
    assert "许可" in error_text(refused.value, language="zh-Hans")
    onward(cast.bob, file, marking="red", permission="Alice's letter of 9 January.")

    (noted,) = cast.bob.services.store.passages_of(leaf)
    assert (noted.door, noted.marking) == ("other_party", marking)


def test_what_is_marked_red_goes_to_no_other_party_whatever_anybody_says() -> None:
    cast, leaf = given("red")

    for marking in MARKINGS:
        with pytest.raises(
            HandlingError, match=r"nothing that alice.example marked red"
        ) as refused:
            onward(cast.bob, attach(cast.bob), marking=marking, permission="Somebody said so.")
        assert "不得转给其他方" in error_text(refused.value, language="zh-Hans")
    assert list(cast.bob.services.store.passages_of(leaf)) == []


def test_a_file_goes_back_under_no_milder_marking_than_it_came_with() -> None:
    for place, came in enumerate(MARKINGS):
        cast, _ = given(came)
        file = attach(cast.bob, name="back.csv")
        for mild in MARKINGS[:place]:
            with pytest.raises(HandlingError, match="tlp: expected one of"):
                ask(cast.bob, mild, file)
        for fitting in MARKINGS[place:]:
            assert ask(cast.bob, fitting, file)


def test_a_file_of_ones_own_goes_anywhere() -> None:
    cast, _ = given("red")

    onward(cast.alice, attach(cast.alice), marking="clear")
    onward(cast.bob, attach(cast.bob, b"never received"), marking="clear")


def test_the_handling_of_an_answer_is_that_of_what_it_answers() -> None:
    cast, leaf = given("red")
    queue_statement(
        type="acknowledgement",
        facts={"access": "direct", "tlp": "clear"},
        ref=digest_from_hash(leaf),
        body={"desk": "Desk B", "file_number": "B-1"},
        services=cast.bob.services,
    )
    (answer,) = cast.bob.step().appended

    handling = stored_handling(bytes.fromhex(answer.leaf[7:]), services=cast.bob.services)

    assert handling is not None
    assert (handling.marking, handling.use) == ("red", "investigative")
    assert stored_handling(bytes(32), services=cast.bob.services) is None


def given(marking: str) -> tuple[Cast, bytes]:
    """Return the cast after Alice asked Bob under `marking` with a file that has arrived."""
    cast = cast_with_attachments()
    leaf = bytes.fromhex(ask(cast.alice, marking, attach(cast.alice))[7:])
    settle_all(cast)
    return cast, leaf


def ask(node: Node, marking: str, file: Attachment, *, use: str = "investigative") -> Digest:
    """Ask under `marking`, with nothing personal in it, so that it may be any; return the leaf."""
    elements = REQUEST_BODY["elements"]
    assert isinstance(elements, Mapping)
    body: JsonObject = {
        **REQUEST_BODY,
        "elements": {**elements, "E21": {"personal_data": False, "retain_until": "2031-12-31"}},
    }
    facts: JsonObject = {**REQUEST, "tlp": marking, "use": use}
    told = said_elements(facts=facts, body=body, has_files=True)
    queued = queue_statement(
        type="request",
        facts={**facts, "elements": told},
        body=body,
        attachments=[file],
        services=node.services,
    )
    (leaf,) = [one.leaf for one in node.step().appended if one.ticket == queued.ticket]
    return leaf


def onward(
    node: Node,
    file: Attachment,
    *,
    marking: str,
    use: str = "investigative",
    permission: str | None = None,
) -> None:
    own = Origin(from_party=node.party, to_party=CAROL, accord_name=AccordName("another"))
    require_onward(
        [file.file],
        own=own,
        part=Part(author=node.party, marking=marking, use=use),
        words=HandlingWords(permission=permission),
        services=node.services,
    )
