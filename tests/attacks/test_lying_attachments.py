"""A counterpart, or who stands between, that lies about attachments gains nothing.

Source: docs/threat-model.md, "lies about an attachment".
"""

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO

import pytest

from servanda.core import canonical
from servanda.core.attachments.parts import (
    MAX_ATTACHMENT_BYTES,
    AttachmentTooLargeError,
    OtherOffsetError,
)
from servanda.core.attachments.receipts import listing_facts
from servanda.core.identifiers import Digest, digest_of, hash_from_digest
from servanda.simulation.memory_attachments import MemoryAttachmentFiles, MemoryReleaseFolder
from servanda.usecases.attachments.list_attachments import list_attachments
from servanda.usecases.attachments.receive_attachment import (
    Quotas,
    UnnamedAttachmentError,
    attachment_have,
    receive_part,
    take_attachment_file,
)
from servanda.usecases.attachments.release_attachments import (
    AttachmentMismatchError,
    release_attachments,
)
from servanda.usecases.exchange.queue_statement import Attachment
from servanda.usecases.ports.attachments import AttachmentBusyError, WrongAttachmentError
from servanda.usecases.ports.records import QueuedStatement
from tests.usecases.attachment_lines import (
    CONTENT,
    ask_with,
    attach,
    cast_with_attachments,
    line_of,
    send_files,
    settle_all,
)
from tests.usecases.nodes import Cast, Node


@pytest.fixture
def cast() -> Cast:
    return cast_with_attachments()


def named(cast: Cast, attachment: Attachment) -> bytes:
    """Let Alice name `attachment` in a request that Bob has copied; send no file."""
    leaf = ask_with(cast.alice, attachment)
    cast.settle()
    return leaf


def lying(
    attachment: Attachment,
    *,
    identity: str | None = None,
    name: str | None = None,
    plain: Digest | None = None,
    size: int | None = None,
) -> Attachment:
    """Return `attachment` as a body describes it that lies about what is given."""
    file = attachment.file
    return replace(
        attachment,
        file=replace(
            file,
            identity=identity or file.identity,
            name=name or file.name,
            plain=plain or file.plain,
            size=size or file.size,
        ),
    )


def is_receipted(cast: Cast, leaf: bytes) -> bool:
    cast.bob.step()
    facts = cast.bob.services.store.facts(leaf)
    assert facts is not None
    return facts.delivered_at is not None


def put(node: Node, attachment: Attachment, part: bytes, *, offset: int = 0) -> int:
    return receive_part(
        attachment.digest,
        offset=offset,
        length=len(part),
        pieces=[part],
        services=node.services,
    )


def test_bytes_that_no_copied_statement_names_are_not_taken(cast: Cast) -> None:
    stranger = attach(cast.alice, b"never named")

    with pytest.raises(UnnamedAttachmentError):
        put(cast.bob, stranger, b"x")
    with pytest.raises(UnnamedAttachmentError):
        attachment_have(stranger.digest, services=cast.bob.services)
    assert cast.bob.services.attachments.partial_size(stranger.digest) == 0


def test_our_own_attachment_cannot_be_written_or_asked_for_by_others(cast: Cast) -> None:
    ours = attach(cast.alice)
    ask_with(cast.alice, ours)

    with pytest.raises(UnnamedAttachmentError):
        attachment_have(ours.digest, services=cast.alice.services)


def test_an_attachment_of_a_statement_that_has_no_effect_is_not_taken(cast: Cast) -> None:
    # The request is refused for its body, which the line has altered: nothing tells what opens it.
    attachment = attach(cast.alice)
    leaf = ask_with(cast.alice, attachment)
    cast.alice.services.store.erase_body(leaf)
    cast.settle()

    with pytest.raises(UnnamedAttachmentError):
        put(cast.bob, attachment, b"x")
    assert not is_receipted(cast, leaf)


def test_other_bytes_under_a_named_hash_are_thrown_away_counted_and_not_receipted(
    cast: Cast,
) -> None:
    attachment = attach(cast.alice)
    leaf = named(cast, attachment)
    line_of(cast).alter = lambda part: bytes(len(part))

    (sending,) = send_files(cast.alice)

    assert "wrong-attachment" in sending.trouble
    assert cast.bob.services.store.drops()["wrong-attachment"] == 1
    assert cast.bob.services.attachments.size(attachment.digest) is None
    assert cast.bob.services.attachments.partial_size(attachment.digest) == 0
    assert not is_receipted(cast, leaf)
    # And the true bytes are taken afterwards.
    line_of(cast).alter = bytes
    cast.wait(minutes=5)
    settle_all(cast)
    assert is_receipted(cast, leaf)


@pytest.mark.parametrize("offset", [1, 999, 4_000, 2**40, -1])
def test_games_with_offsets_change_nothing(cast: Cast, offset: int) -> None:
    attachment = attach(cast.alice)
    named(cast, attachment)

    with pytest.raises(OtherOffsetError) as refused:
        put(cast.bob, attachment, b"x" * 10, offset=offset)

    assert refused.value.have == 0
    assert cast.bob.services.attachments.partial_size(attachment.digest) == 0


def test_more_bytes_than_were_named_are_refused_unread(cast: Cast) -> None:
    attachment = attach(cast.alice)
    named(cast, attachment)
    read: list[int] = []

    def pieces() -> Iterator[bytes]:
        read.append(1)
        yield b"x"

    with pytest.raises(AttachmentTooLargeError):
        receive_part(
            attachment.digest,
            offset=0,
            length=attachment.file.size + 1,
            pieces=pieces(),
            services=cast.bob.services,
        )

    assert read == []


def test_a_part_that_brings_more_than_it_said_is_forgotten(cast: Cast) -> None:
    attachment = attach(cast.alice)
    named(cast, attachment)

    with pytest.raises(AttachmentTooLargeError):
        receive_part(
            attachment.digest,
            offset=0,
            length=10,
            pieces=[b"x" * (attachment.file.size + 1)],
            services=cast.bob.services,
        )

    assert attachment_have(attachment.digest, services=cast.bob.services) == 0


def test_a_size_beyond_all_measure_is_never_taken(cast: Cast) -> None:
    attachment = lying(attach(cast.alice), size=MAX_ATTACHMENT_BYTES + 1)
    named(cast, attachment)

    with pytest.raises(AttachmentTooLargeError):
        put(cast.bob, attachment, b"x")


def test_a_counterpart_cannot_fill_the_disk_with_unfinished_attachments(cast: Cast) -> None:
    one, other = attach(cast.alice, b"1" * 500), attach(cast.alice, b"2" * 500)
    ask_with(cast.alice, one, other)
    cast.settle()
    small = Quotas(unfinished_bytes=600, reserve_bytes=0)
    put(cast.bob, one, b"x" * 400)

    with pytest.raises(AttachmentBusyError, match="unfinished"):
        receive_part(
            other.digest,
            offset=0,
            length=400,
            pieces=[b"x" * 400],
            quotas=small,
            services=cast.bob.services,
        )


def test_the_log_keeps_room_on_the_disk(cast: Cast) -> None:
    attachment = attach(cast.alice)
    named(cast, attachment)

    with pytest.raises(AttachmentBusyError, match="room"):
        receive_part(
            attachment.digest,
            offset=0,
            length=10,
            pieces=[b"x" * 10],
            quotas=Quotas(reserve_bytes=2**50),
            services=cast.bob.services,
        )


def test_a_lie_about_the_size_keeps_an_attachment_from_ever_being_whole(cast: Cast) -> None:
    true = attach(cast.alice)
    leaf = named(cast, lying(true, size=true.file.size - 100))
    with cast.alice.services.attachments.open(true.digest) as source:
        content = source.read()

    with pytest.raises(AttachmentTooLargeError):
        put(cast.bob, true, content)
    with pytest.raises(WrongAttachmentError):
        put(cast.bob, true, content[:-100])

    assert not is_receipted(cast, leaf)


def test_a_second_statement_that_lies_about_the_size_does_not_harm_the_first(cast: Cast) -> None:
    true = attach(cast.alice)
    honest = named(cast, true)
    named(cast, lying(true, size=true.file.size + 5_000))
    named(cast, lying(true, size=1_000))

    settle_all(cast)

    assert is_receipted(cast, honest)


@pytest.mark.parametrize(
    ("plain", "identity"),
    [(digest_of(b"another plaintext"), None), (None, "AGE-SECRET-KEY-1" + "Q" * 58)],
)
def test_an_attachment_that_is_not_what_its_body_says_is_not_released(
    cast: Cast, plain: Digest | None, identity: str | None
) -> None:
    leaf = ask_with(cast.alice, lying(attach(cast.alice), plain=plain, identity=identity))
    settle_all(cast)
    folder = MemoryReleaseFolder()

    with pytest.raises(AttachmentMismatchError):
        release_attachments(leaf, folder=folder, services=cast.bob.services)

    assert folder.files == {}


def test_a_ciphertext_altered_on_our_own_disk_is_not_released(cast: Cast) -> None:
    attachment = attach(cast.alice)
    leaf = ask_with(cast.alice, attachment)
    settle_all(cast)
    files = cast.bob.services.attachments
    assert isinstance(files, MemoryAttachmentFiles)
    files.whole[attachment.digest] = files.whole[attachment.digest][:-1] + b"!"
    folder = MemoryReleaseFolder()

    with pytest.raises(AttachmentMismatchError, match="ciphertext"):
        release_attachments(leaf, folder=folder, services=cast.bob.services)

    assert folder.files == {}


def test_a_name_chosen_to_do_harm_does_none(cast: Cast) -> None:
    leaf = ask_with(cast.alice, lying(attach(cast.alice), name=".profile"))
    settle_all(cast)
    folder = MemoryReleaseFolder()

    release_attachments(leaf, folder=folder, services=cast.bob.services)

    assert folder.files == {"_profile": CONTENT}


def test_a_file_in_a_folder_that_is_not_what_its_name_says_is_not_taken(cast: Cast) -> None:
    attachment = attach(cast.alice)
    leaf = named(cast, attachment)
    wrong = bytes(attachment.file.size)
    for content in (wrong, wrong[:-1], wrong + b"more"):
        with pytest.raises(WrongAttachmentError):
            take_attachment_file(
                attachment.digest,
                source=BytesIO(content),
                size=len(content),
                services=cast.bob.services,
            )

    assert not is_receipted(cast, leaf)
    assert cast.bob.services.attachments.size(attachment.digest) is None


def test_a_receipt_that_lists_what_was_never_named_counts_for_nothing(cast: Cast) -> None:
    before = attach(cast.alice)
    lie_about(cast.bob, before)
    cast.settle()
    leaf = ask_with(cast.alice, before)
    cast.settle()

    facts = cast.alice.services.store.facts(leaf)
    states = [view.state for view in list_attachments(leaf, services=cast.alice.services)]

    assert facts is not None
    assert facts.received_at is not None
    assert facts.delivered_at is None
    assert states == ["waiting"]


def lie_about(node: Node, attachment: Attachment) -> None:
    """Let a node list an attachment in a receipt of its own."""
    services = node.services
    services.store.queue(
        QueuedStatement(
            ticket="a lie",
            own=node.pair.own,
            type="receipt",
            facts=canonical.encode(listing_facts([attachment.digest])),
            ref=None,
            accord=None,
            salt=None,
            body=None,
            attachments=(),
            queued_at=services.clock.now(),
        )
    )
    node.step()


def test_nothing_is_known_of_an_attachment_but_its_hash(cast: Cast) -> None:
    attachment = attach(cast.alice)
    leaf = ask_with(cast.alice, attachment)
    (record,) = [
        one
        for one in cast.alice.services.store.iterate_leaves(cast.alice.pair.own)
        if one.leaf_hash == leaf
    ]

    assert attachment.digest.encode() in record.note
    for secret in (attachment.file.identity, attachment.file.name, attachment.file.plain):
        assert secret.encode() not in record.note
    assert hash_from_digest(attachment.digest) != hash_from_digest(attachment.file.plain)
