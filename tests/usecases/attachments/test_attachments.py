"""Attachments from one memory node to another: parts, receipts, release, erasing."""

import pytest

from servanda.core.exchange.leaf import RECEIPT
from servanda.core.exchange.sending import attachments_listed
from servanda.core.identifiers import Digest
from servanda.simulation.memory_attachments import MemoryReleaseFolder
from servanda.usecases.attachments.attach_file import sweep_unused
from servanda.usecases.attachments.list_attachments import list_attachments
from servanda.usecases.attachments.receive_attachment import (
    UnnamedAttachmentError,
    attachment_have,
    settle_attachments,
)
from servanda.usecases.attachments.release_attachments import (
    AttachmentNotHeldError,
    release_attachments,
)
from servanda.usecases.exchange.leaf_records import verified_leaf
from servanda.usecases.exchange.queue_statement import queue_statement
from servanda.usecases.handling.erase_body import erase_body
from servanda.usecases.ports.attachments import FileExistsAlreadyError
from servanda.usecases.upkeep.rebuild_projections import rebuild_projections
from tests.usecases.attachment_lines import (
    CONTENT,
    ask_with,
    attach,
    cast_with_attachments,
    line_of,
    only_digest,
    send_files,
    settle_all,
)
from tests.usecases.nodes import REQUEST, REQUEST_BODY, Cast, Node


@pytest.fixture
def cast() -> Cast:
    return cast_with_attachments()


def listed_by(node: Node) -> list[Digest]:
    own = node.pair.own
    return [
        digest
        for record in node.services.store.iterate_leaves(own)
        if record.type == RECEIPT
        for digest in attachments_listed(verified_leaf(own, record))
    ]


def states(node: Node, leaf: bytes) -> list[str]:
    return [view.state for view in list_attachments(leaf, services=node.services)]


def test_an_attachment_arrives_is_receipted_once_and_released(cast: Cast) -> None:
    leaf = ask_with(cast.alice, attach(cast.alice))
    settle_all(cast)
    folder = MemoryReleaseFolder()

    released = release_attachments(leaf, folder=folder, services=cast.bob.services)

    assert listed_by(cast.bob) == [only_digest(cast.alice, leaf)]
    assert folder.files == {"netflow.csv": CONTENT}
    assert [file.size for file in released] == [len(CONTENT)]
    assert states(cast.alice, leaf) == states(cast.bob, leaf) == ["receipted"]


def test_a_statement_is_delivered_only_with_all_its_attachments(cast: Cast) -> None:
    leaf = ask_with(cast.alice, attach(cast.alice, b"one"), attach(cast.alice, b"two"))
    cast.settle()
    covered = cast.alice.services.store.facts(leaf)
    cast.wait(minutes=5)
    settle_all(cast)
    delivered = cast.alice.services.store.facts(leaf)

    assert covered is not None
    assert delivered is not None
    assert covered.received_at is not None
    assert covered.delivered_at is None
    assert delivered.delivered_at == cast.clock.now()
    assert cast.bob.services.store.facts(leaf) == delivered


def test_sending_goes_on_where_the_line_broke(cast: Cast) -> None:
    leaf = ask_with(cast.alice, attach(cast.alice))
    cast.settle()
    line_of(cast).breaks_after = 2
    (first,) = send_files(cast.alice)
    held = attachment_have(only_digest(cast.alice, leaf), services=cast.bob.services)
    seen = states(cast.bob, leaf)
    line_of(cast).breaks_after = None
    cast.wait(minutes=2)

    settle_all(cast)

    assert "line broke" in first.trouble
    assert (held, seen) == (2_000, ["in_part"])
    assert states(cast.alice, leaf) == ["receipted"]


def test_a_failed_sending_waits_for_its_back_off(cast: Cast) -> None:
    ask_with(cast.alice, attach(cast.alice))
    cast.settle()
    line_of(cast).breaks_after = 0
    send_files(cast.alice)

    at_once, (forced,) = send_files(cast.alice), send_files(cast.alice, force=True)

    assert at_once == ()
    assert forced.trouble


def test_a_lost_receipt_is_asked_for(cast: Cast) -> None:
    leaf = ask_with(cast.alice, attach(cast.alice))
    cast.settle()
    send_files(cast.alice)
    cast.cut_lines()
    cast.bob.step()
    for _ in range(3):
        cast.bob.deliver(force=True)
    cast.join_lines()
    cast.wait(hours=1)

    settle_all(cast)

    assert states(cast.alice, leaf) == ["receipted"]
    assert len(listed_by(cast.bob)) == 1


def test_nothing_is_sent_before_the_statement_is_copied(cast: Cast) -> None:
    leaf = ask_with(cast.alice, attach(cast.alice))

    assert send_files(cast.alice) == ()
    with pytest.raises(UnnamedAttachmentError):
        attachment_have(only_digest(cast.alice, leaf), services=cast.bob.services)


def test_a_process_that_ended_before_the_receipt_is_made_up_for(cast: Cast) -> None:
    attachment = attach(cast.alice)
    leaf = ask_with(cast.alice, attachment)
    cast.settle()
    # All bytes are there, under their temporary name: the process ended before the check.
    with cast.alice.services.attachments.open(attachment.digest) as source:
        cast.bob.services.attachments.add_part(
            attachment.digest, offset=0, room=10_000, pieces=[source.read()]
        )

    whole = settle_attachments(services=cast.bob.services)
    cast.bob.step()

    assert whole == 1
    assert listed_by(cast.bob) == [attachment.digest]
    assert settle_attachments(services=cast.bob.services) == 0
    assert states(cast.bob, leaf) == ["receipted"]


def test_the_same_attachment_named_again_needs_no_second_receipt(cast: Cast) -> None:
    attachment = attach(cast.alice)
    ask_with(cast.alice, attachment)
    settle_all(cast)

    again = ask_with(cast.alice, attachment)
    settle_all(cast)

    facts = cast.alice.services.store.facts(again)
    assert facts is not None
    assert facts.delivered_at is not None
    assert len(listed_by(cast.bob)) == 1


def test_a_release_overwrites_nothing_and_numbers_equal_names(cast: Cast) -> None:
    leaf = ask_with(
        cast.alice, attach(cast.alice, b"one", name="a.txt"), attach(cast.alice, b"2", name="A.txt")
    )
    settle_all(cast)
    folder = MemoryReleaseFolder()

    release_attachments(leaf, folder=folder, services=cast.bob.services)

    assert folder.files == {"a.txt": b"one", "A (2).txt": b"2"}
    with pytest.raises(FileExistsAlreadyError):
        release_attachments(leaf, folder=folder, services=cast.bob.services)


def test_erasing_the_body_erases_key_and_files_and_keeps_the_proof(cast: Cast) -> None:
    leaf = ask_with(cast.alice, attach(cast.alice))
    settle_all(cast)
    digest = only_digest(cast.alice, leaf)

    for node in (cast.alice, cast.bob):
        erased = erase_body(leaf, services=node.services)
        assert erased.attachments == (digest,)
        assert node.services.attachments.size(digest) is None
        assert states(node, leaf) == ["erased"]
        with pytest.raises(AttachmentNotHeldError, match="erased"):
            release_attachments(leaf, folder=MemoryReleaseFolder(), services=node.services)

    with pytest.raises(UnnamedAttachmentError):
        attachment_have(digest, services=cast.bob.services)
    facts = cast.alice.services.store.facts(leaf)
    assert facts is not None
    assert facts.delivered_at is not None


def test_a_rebuild_finds_the_attachments_as_they_stand(cast: Cast) -> None:
    ask_with(cast.alice, attach(cast.alice))
    settle_all(cast)
    waiting = ask_with(cast.alice, attach(cast.alice, b"waits"))
    services = cast.alice.services

    before = rebuild_projections(check=True, services=services).differences
    rebuild_projections(check=False, services=services)

    assert before == ()
    assert rebuild_projections(check=True, services=services).differences == ()
    assert states(cast.alice, waiting) == ["waiting"]


def test_a_ciphertext_whose_statement_was_never_queued_is_swept_and_no_other_one(
    cast: Cast,
) -> None:
    orphan, waiting, said = (attach(cast.alice, bytes([number]) * 9) for number in range(3))
    ask_with(cast.alice, said)
    queue_statement(
        type="request",
        facts=REQUEST,
        body=REQUEST_BODY,
        attachments=[waiting],
        services=cast.alice.services,
    )

    sweep_unused(services=cast.alice.services)

    files = cast.alice.services.attachments
    assert files.size(orphan.digest) is None
    assert files.size(waiting.digest) is not None
    assert files.size(said.digest) is not None
