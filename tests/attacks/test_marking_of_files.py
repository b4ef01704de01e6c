"""What one side marked stricter than its statement, the other side would like to take elsewhere.

Source: docs/threat-model.md, "takes a file where its marking does not let it go".
"""

from collections.abc import Mapping
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest

from servanda.core.canonical import JsonObject
from servanda.core.dossier.verify import verify_dossier
from servanda.core.errors import InvalidInputError
from servanda.core.forms.said import said_elements
from servanda.core.handling.markings import MARKINGS, USE_LIMITS, Part
from servanda.core.identifiers import AccordName, Digest, Origin, PartyId, digest_from_hash
from servanda.core.statements.codes import HANDLING_CODES
from servanda.documents.dossier.render import render_dossier
from servanda.interfaces.fault_texts import error_text
from servanda.simulation.memory_attachments import MemoryReleaseFolder
from servanda.usecases.attachments.list_attachments import list_attachments
from servanda.usecases.attachments.release_attachments import release_attachments
from servanda.usecases.casework.make_dossier import make_dossier
from servanda.usecases.exchange.queue_statement import Attachment, queue_statement
from servanda.usecases.handling.require_passage import HandlingError, HandlingWords, require_onward
from servanda.usecases.review.export_bundle import export_bundle
from servanda.usecases.review.make_cut import make_cut
from tests.usecases.attachment_lines import CONTENT, attach, cast_with_attachments, settle_all
from tests.usecases.nodes import ALICE, REQUEST, REQUEST_BODY, Cast, Node

CAROL = PartyId("carol.example")


def test_a_red_file_of_a_clear_statement_becomes_a_plain_file_only_by_a_word() -> None:
    cast, leaf = given(tlp="red")
    folder = MemoryReleaseFolder()

    with pytest.raises(HandlingError, match="expected why what is marked red"):
        release_attachments(leaf, folder=folder, services=cast.bob.services)
    assert folder.files == {}
    release_attachments(leaf, folder=folder, reason="For its reader.", services=cast.bob.services)

    (noted,) = cast.bob.services.store.passages_of(leaf)
    assert (noted.door, noted.marking, noted.reason) == ("own_folder", "red", "For its reader.")


def test_one_red_file_among_others_is_enough_to_hold_all_of_them() -> None:
    cast = cast_with_attachments()
    mild, strict = attach(cast.alice, b"mild", name="a.txt"), marked(cast.alice, tlp="red")
    for order in ((mild, strict), (strict, mild)):
        leaf = say(cast.alice, "clear", *order)
        settle_all(cast)
        folder = MemoryReleaseFolder()

        with pytest.raises(HandlingError, match="marked red"):
            release_attachments(leaf, folder=folder, services=cast.bob.services)
        assert folder.files == {}


def test_a_red_file_of_a_clear_statement_goes_to_no_other_party_under_any_name() -> None:
    cast, _ = given(tlp="red")

    for marking in MARKINGS:
        with pytest.raises(HandlingError, match=r"nothing that alice.example marked red"):
            onward(cast.bob, attach(cast.bob, name="holiday.txt"), marking=marking)


def test_the_same_content_attached_twice_cannot_hide_the_milder_of_both() -> None:
    cast, _ = given(tlp="green")
    strict, mild = marked(cast.bob, tlp="red"), marked(cast.bob, tlp="clear")

    for files in ([strict, mild], [mild, strict]):
        with pytest.raises(HandlingError, match="tlp: expected one of"):
            onward(cast.bob, *files, marking="red")


@pytest.mark.parametrize("came", USE_LIMITS)
def test_a_file_goes_on_for_no_wider_use_than_it_came_for(came: str) -> None:
    cast, _ = given(use=came)
    place = USE_LIMITS.index(came)

    for wider in USE_LIMITS[:place]:
        with pytest.raises(HandlingError, match="use: expected one of"):
            onward(cast.bob, attach(cast.bob), marking="red", use=wider)
        with pytest.raises(HandlingError, match="use: expected one of"):
            onward(cast.bob, marked(cast.bob, use=wider), marking="red", use="intelligence_only")
    for fitting in USE_LIMITS[place:]:
        onward(cast.bob, attach(cast.bob), marking="red", use=fitting)


def test_a_bundle_leaves_out_the_body_that_opens_a_file_which_stays() -> None:
    for tlp, use in (("red", None), (None, "intelligence_only")):
        cast, _ = given(tlp=tlp, use=use)
        cut_now(cast)
        secret = b"AGE-SECRET-KEY-1"

        files = bundle_of(cast.bob)
        of_author = bundle_of(cast.alice)

        assert all(secret not in content for content in files.values())
        assert any(secret in content for content in of_author.values())


def test_a_dossier_for_a_court_leaves_out_the_body_that_opens_a_file_which_stays() -> None:
    cast, leaf = given(use="intelligence_only", tlp="red")
    name = digest_from_hash(leaf)

    made = make_dossier(
        name, purpose="court", reason="Please.", language="en", services=cast.bob.services
    )
    for_file = make_dossier(
        name, purpose="file", reason="My file.", language="en", services=cast.bob.services
    )

    (shown,) = made.dossier.statements
    assert (shown.salted_body, shown.withheld, shown.marking) == (None, "red", "red")
    page = render_dossier(verify_dossier(for_file.dossier))
    assert "TLP:RED, use for intelligence alone" in page


def test_a_file_is_looser_than_its_statement_only_by_an_explicit_word() -> None:
    cast = cast_with_attachments()
    for tlp, use in (("green", None), (None, "evidential")):
        file = marked(cast.alice, tlp=tlp, use=use)
        with pytest.raises(HandlingError, match="no looser than the statement"):
            say(cast.alice, "amber", file)

        leaf = say(cast.alice, "amber", file, looser=True)

        (view,) = list_attachments(leaf, services=cast.alice.services)
        assert view.is_marked


def test_a_file_without_a_marking_of_its_own_has_that_of_its_statement() -> None:
    cast, leaf = given()

    for node in (cast.alice, cast.bob):
        (view,) = list_attachments(leaf, services=node.services)
        assert view.handling is not None
        assert (view.handling.marking, view.handling.use) == ("clear", "evidential")
        assert not view.is_marked


def test_a_controlled_file_goes_on_only_by_a_later_statement_of_its_author() -> None:
    cast, leaf = given(codes=("originator_control",))
    file = marked(cast.bob, codes=("originator_control",))
    before = digest_from_hash(leaf)
    own = say_about(cast.bob, before, "We would like to give it on.")
    cast.settle()

    for words in (
        HandlingWords(permission="Alice said so on the telephone."),
        HandlingWords(consent=before),
        HandlingWords(consent=own),
        HandlingWords(consent=Digest("sha256:" + "0" * 64)),
    ):
        with pytest.raises(HandlingError, match=r"a statement of alice.example that") as refused:
            onward(cast.bob, file, marking="red", words=words)
        assert "同意" in error_text(refused.value, language="zh-Hans")
    assert list(cast.bob.services.store.passages_of(leaf)) == []

    consent = say_about(cast.alice, before, "You may give it to Carol.")
    cast.settle()
    onward(cast.bob, file, marking="red", words=HandlingWords(consent=consent))

    (noted,) = cast.bob.services.store.passages_of(leaf)
    assert (noted.door, noted.reason) == ("other_party", f"--consent {consent}")


def test_codes_and_pap_go_along_with_a_file_and_cannot_be_left_behind() -> None:
    every = tuple(sorted(HANDLING_CODES - {"originator_control"}))
    cast, _ = given(codes=every, pap="amber")

    for codes in (None, every[1:], every[:-1]):
        with pytest.raises(HandlingError, match="handling: expected all of"):
            onward(cast.bob, marked(cast.bob, codes=codes, pap="red"), marking="red")
    for pap in (None, "clear", "green"):
        with pytest.raises(HandlingError, match="pap: expected one of amber, red"):
            onward(cast.bob, marked(cast.bob, codes=every, pap=pap), marking="red")
    onward(cast.bob, marked(cast.bob, codes=every, pap="amber"), marking="red")


def test_a_bundle_and_a_court_see_what_is_controlled_only_by_the_authors_statement() -> None:
    cast, leaf = given(codes=("originator_control",))
    before = digest_from_hash(leaf)
    consent = say_about(cast.alice, before, "The court may see it.")
    cast.settle()
    cut_now(cast)
    name = f"bodies/{leaf.hex()}"

    assert name not in bundle_of(cast.bob)
    assert name not in bundle_of(cast.bob, consents=(before,))
    assert name in bundle_of(cast.bob, consents=(consent,))
    shown = [
        make_dossier(
            before,
            purpose="court",
            reason="Please.",
            consents=consents,
            language="en",
            services=cast.bob.services,
        ).dossier.statements[0]
        for consents in ((), (before,), (consent,))
    ]
    assert [one.salted_body is not None for one in shown] == [False, False, True]
    assert [one.withheld for one in shown] == ["originator_control", "originator_control", ""]
    assert shown[2].reason == f"Please.: --consent {consent}"


def test_what_is_for_prevention_alone_is_no_evidence_whatever_anybody_says() -> None:
    cast, leaf = given(codes=("prevention_only",))
    consent = say_about(cast.alice, digest_from_hash(leaf), "As you like.")
    cast.settle()
    cut_now(cast)

    files = bundle_of(cast.bob, consents=(consent,))

    assert f"bodies/{leaf.hex()}" not in files


def test_a_consent_that_is_in_no_log_is_refused() -> None:
    cast, _ = given()
    cut_now(cast)

    with pytest.raises(InvalidInputError, match="expected a consent"):
        bundle_of(cast.bob, consents=(Digest("sha256:" + "0" * 64),))


def say_about(node: Node, request: Digest, text: str) -> Digest:
    """Say something in words about a request: the asker enquires, the other tells news."""
    step = "enquiry" if node.party == ALICE else "update"
    facts: JsonObject = {"step": step, "tlp": "clear"}
    return node.send("status", facts, body={"text": text}, ref=request)


def given(
    *,
    tlp: str | None = None,
    use: str | None = None,
    codes: tuple[str, ...] | None = None,
    pap: str | None = None,
) -> tuple[Cast, bytes]:
    """Return the cast after Alice asked under `clear`, with one file that has a marking."""
    cast = cast_with_attachments()
    leaf = say(cast.alice, "clear", marked(cast.alice, tlp=tlp, use=use, codes=codes, pap=pap))
    settle_all(cast)
    return cast, leaf


def marked(
    node: Node,
    *,
    tlp: str | None = None,
    use: str | None = None,
    codes: tuple[str, ...] | None = None,
    pap: str | None = None,
) -> Attachment:
    """Attach the one content, under a handling of its own."""
    attachment = attach(node, CONTENT)
    file = replace(attachment.file, tlp=tlp, use=use, handling=codes, pap=pap)
    return replace(attachment, file=file)


def say(node: Node, marking: str, *files: Attachment, looser: bool = False) -> bytes:
    elements = REQUEST_BODY["elements"]
    assert isinstance(elements, Mapping)
    body: JsonObject = {
        **REQUEST_BODY,
        "elements": {**elements, "E21": {"personal_data": False, "retain_until": "2031-12-31"}},
        "overrides": {"R10": "The same is asked again for the test."},
    }
    use = "evidential" if marking == "clear" else "investigative"
    facts: JsonObject = {**REQUEST, "tlp": marking, "use": use}
    told = said_elements(facts=facts, body=body, has_files=True)
    queued = queue_statement(
        type="request",
        facts={**facts, "elements": told},
        body=body,
        attachments=files,
        words=HandlingWords(looser=looser),
        services=node.services,
    )
    (leaf,) = [one.leaf for one in node.step().appended if one.ticket == queued.ticket]
    return bytes.fromhex(leaf[7:])


SAID_SO = HandlingWords(permission="Somebody said so.")


def onward(
    node: Node,
    *files: Attachment,
    marking: str,
    use: str = "intelligence_only",
    words: HandlingWords = SAID_SO,
) -> None:
    own = Origin(from_party=node.party, to_party=CAROL, accord_name=AccordName("another"))
    require_onward(
        [one.file for one in files],
        own=own,
        part=Part(author=node.party, marking=marking, use=use),
        words=words,
        services=node.services,
    )


def bundle_of(node: Node, *, consents: tuple[Digest, ...] = ()) -> dict[str, bytes]:
    """Return the files of a bundle for which every marking is named and a reason is told."""
    target = BytesIO()
    export_bundle(
        target,
        disclose=MARKINGS,
        reason="Somebody said so.",
        consents=consents,
        services=node.services,
    )
    with ZipFile(target) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def cut_now(cast: Cast) -> None:
    cast.wait(days=60)
    make_cut(until=cast.clock.now(), services=cast.alice.services)
    cast.alice.step()
    cast.settle()
