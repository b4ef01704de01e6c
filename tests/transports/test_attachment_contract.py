"""The promises that ports.attachments.AttachmentTransport makes, run against every transport."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

import pytest

from servanda.core.attachments.parts import PART_BYTES, OtherOffsetError
from servanda.core.identifiers import Digest, digest_of
from servanda.interfaces.web.carrier.application import CarrierApplication
from servanda.interfaces.web.carrier.attachments import (
    AttachmentReply,
    ElsewhereExpected,
    Holds,
    NotNamed,
    NotNow,
    TooLarge,
)
from servanda.interfaces.web.carrier.reply import CarrierReply, NotTaken
from servanda.simulation.memory_attachments import MemoryAttachmentFiles
from servanda.transports.folder.outbound import FolderOutbound
from servanda.transports.https.identity import authorities_pem
from servanda.transports.registry import TRANSPORTS
from servanda.usecases.ports.attachments import AttachmentTransport, HeldAttachment, SeekableReader
from servanda.usecases.ports.outside import DeliveryDelayedError, DeliveryRefusedError
from tests.node.listeners import free_port, listening
from tests.transports.parties import ALICE, BOB, card_of, identity_of
from tests.transports.test_outbound_contract import https_to

CONTENT = bytes(range(251)) * (2 * PART_BYTES // 251 + 1_000)  # a little more than two parts
DIGEST = digest_of(CONTENT)


@contextmanager
def content_of(content: bytes) -> Iterator[SeekableReader]:
    yield BytesIO(content)


HELD = HeldAttachment(digest=DIGEST, size=len(CONTENT), open=lambda: content_of(CONTENT))


@dataclass
class Desk:
    """A counterpart that takes parts, or answers what it was told to."""

    files: MemoryAttachmentFiles = field(default_factory=MemoryAttachmentFiles)
    stubborn: AttachmentReply | None = None
    offsets: list[int] = field(default_factory=list)

    def receive(self, envelope: bytes) -> CarrierReply:
        assert envelope
        return NotTaken()

    def have(self, digest: Digest) -> AttachmentReply:
        return self.stubborn or Holds(have=self.files.partial_size(digest))

    def receive_part(
        self, digest: Digest, *, offset: int, length: int, pieces: Iterator[bytes]
    ) -> AttachmentReply:
        self.offsets.append(offset)
        try:
            return Holds(
                have=self.files.add_part(digest, offset=offset, room=length, pieces=pieces)
            )
        except OtherOffsetError as error:
            return ElsewhereExpected(have=error.have)


@contextmanager
def https_desk(desk: Desk) -> Iterator[AttachmentTransport]:
    authorities = authorities_pem([card_of(BOB)])
    application = CarrierApplication(desk, desk)
    with listening(application, identity_of(ALICE), authorities) as listener:
        transport = https_to(f"https://127.0.0.1:{listener.address.port}")
        yield transport
        transport.close()


@contextmanager
def working_https(_folder: Path) -> Iterator[tuple[AttachmentTransport, Callable[[], bytes]]]:
    desk = Desk()
    with https_desk(desk) as transport:
        yield transport, lambda: desk.files.partial.get(DIGEST, b"")


@contextmanager
def working_folder(folder: Path) -> Iterator[tuple[AttachmentTransport, Callable[[], bytes]]]:
    file = folder / ALICE / f"{HELD.hex}.age"
    yield FolderOutbound(folder, ALICE), lambda: file.read_bytes() if file.exists() else b""


Opener = Callable[[Path], AbstractContextManager[tuple[AttachmentTransport, Callable[[], bytes]]]]
WORKING: dict[str, Opener] = {"https": working_https, "folder": working_folder}
UNREACHABLE: dict[str, Callable[[Path], AttachmentTransport]] = {
    "https": lambda _: https_to(f"https://127.0.0.1:{free_port()}"),
    "folder": lambda tmp: FolderOutbound(tmp / "not-mounted", ALICE),
}


def ignore(_done: int) -> None:
    return


def test_every_registered_transport_is_held_to_the_contract() -> None:
    assert WORKING.keys() == UNREACHABLE.keys() == TRANSPORTS.keys() - {"mail"}  # not by mail


@pytest.mark.parametrize("kind", WORKING)
def test_carrying_twice_is_the_same_as_carrying_once(kind: str, tmp_path: Path) -> None:
    with WORKING[kind](tmp_path) as (transport, arrived):
        first = transport.carry(HELD, progress=ignore)
        second = transport.carry(HELD, progress=ignore)
        content = arrived()

    assert first == second
    assert content == CONTENT


@pytest.mark.parametrize("kind", WORKING)
def test_what_was_stopped_goes_on_and_arrives_whole(kind: str, tmp_path: Path) -> None:
    done: list[int] = []

    def stop(more: int) -> None:
        done.append(more)
        if sum(done) > PART_BYTES + 1:
            raise DeliveryDelayedError("the node ends")

    with WORKING[kind](tmp_path) as (transport, arrived):
        with pytest.raises(DeliveryDelayedError):
            transport.carry(HELD, progress=stop)
        before = len(arrived())
        transport.carry(HELD, progress=ignore)
        content = arrived()

    assert before < len(CONTENT)
    assert content == CONTENT


@pytest.mark.parametrize("kind", UNREACHABLE)
def test_an_unreachable_counterpart_delays_the_attachment(kind: str, tmp_path: Path) -> None:
    with pytest.raises(DeliveryDelayedError):
        UNREACHABLE[kind](tmp_path).carry(HELD, progress=ignore)


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (NotNamed(), DeliveryDelayedError),
        (NotNow(retry_after_seconds=3), DeliveryDelayedError),
        (TooLarge(), DeliveryRefusedError),
        (Holds(have=len(CONTENT) + 1), DeliveryRefusedError),
    ],
)
def test_https_says_why_nothing_is_taken(reply: AttachmentReply, error: type[Exception]) -> None:
    with https_desk(Desk(stubborn=reply)) as transport, pytest.raises(error):
        transport.carry(HELD, progress=ignore)


def test_https_follows_the_counterparts_word_on_where_to_go_on() -> None:
    desk = Desk(stubborn=Holds(have=0))
    desk.files.add_part(DIGEST, offset=0, room=100, pieces=[CONTENT[:100]])

    with https_desk(desk) as transport:
        transport.carry(HELD, progress=ignore)

    assert desk.offsets[:2] == [0, 100]
    assert desk.files.partial[DIGEST] == CONTENT


def test_https_ends_when_the_counterpart_never_agrees() -> None:
    desk = Desk()
    desk.receive_part = lambda *_args, **_more: ElsewhereExpected(have=7)  # type: ignore[method-assign]

    with https_desk(desk) as transport, pytest.raises(DeliveryDelayedError, match="as it is"):
        transport.carry(HELD, progress=ignore)


def test_a_folder_never_shows_half_an_attachment_and_knows_what_was_taken(tmp_path: Path) -> None:
    transport = FolderOutbound(tmp_path, ALICE)
    transport.carry(HELD, progress=ignore)
    (file,) = (tmp_path / ALICE).iterdir()
    (tmp_path / ALICE / "taken").mkdir()
    file.rename(tmp_path / ALICE / "taken" / file.name)

    transport.carry(HELD, progress=ignore)

    assert [found.name for found in (tmp_path / ALICE).iterdir()] == ["taken"]


def test_a_folder_is_given_no_damaged_file(tmp_path: Path) -> None:
    damaged = HeldAttachment(
        digest=DIGEST, size=len(CONTENT), open=lambda: content_of(CONTENT[:-1] + b"x")
    )

    with pytest.raises(DeliveryRefusedError, match="damaged"):
        FolderOutbound(tmp_path, ALICE).carry(damaged, progress=ignore)

    assert list((tmp_path / ALICE).iterdir()) == []
