"""A running node takes attachments from carrier and folder, and sends its own by itself."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread
from typing import cast

import pytest

from servanda.core.identifiers import PartyId, digest_of
from servanda.interfaces.web.carrier.attachments import (
    ElsewhereExpected,
    Holds,
    NotNamed,
    NotNow,
    TooLarge,
)
from servanda.node.attachments import AttachmentTraffic, NodeAttachments
from servanda.simulation.memory_node import Lines
from servanda.store.home.layout import Home
from servanda.store.home.settings_file import HomeSettings, write_settings
from servanda.transports.folder.outbound import FolderOutbound
from servanda.usecases.attachments.list_attachments import list_attachments
from servanda.usecases.exchange.queue_statement import Attachment
from servanda.usecases.services import Services
from servanda.wiring import Node as HomeNode
from tests.usecases.attachment_lines import ask_with, attach, cast_with_attachments
from tests.usecases.nodes import ALICE, BOB, Cast


@pytest.fixture
def cast_() -> Cast:
    return cast_with_attachments()


def named(cast: Cast) -> Attachment:
    attachment = attach(cast.alice)
    ask_with(cast.alice, attachment)
    cast.settle()
    return attachment


def bytes_of(cast: Cast, attachment: Attachment) -> bytes:
    with cast.alice.services.attachments.open(attachment.digest) as source:
        return source.read()


def test_every_refusal_has_its_reply(cast_: Cast) -> None:
    attachment = named(cast_)
    digest, content = attachment.digest, bytes_of(cast_, attachment)
    node = NodeAttachments(services=cast_.bob.services)

    def put(offset: int, part: bytes) -> object:
        return node.receive_part(digest, offset=offset, length=len(part), pieces=iter([part]))

    assert node.have(digest_of(b"never named")) == NotNamed()
    assert node.have(digest) == Holds(have=0)
    assert put(5, b"x") == ElsewhereExpected(have=0)
    assert put(0, content + b"x") == TooLarge()
    assert put(0, content[:100]) == Holds(have=100)
    assert put(100, bytes(len(content) - 100)) == ElsewhereExpected(have=0)
    assert put(0, content) == Holds(have=len(content))
    assert node.have(digest) == Holds(have=len(content))


def test_a_line_that_breaks_is_answered_and_what_came_is_kept(cast_: Cast) -> None:
    attachment = named(cast_)
    node = NodeAttachments(services=cast_.bob.services)

    def broken() -> Iterator[bytes]:
        yield b"x" * 7
        raise OSError

    reply = node.receive_part(attachment.digest, offset=0, length=50, pieces=broken())

    assert isinstance(reply, NotNow)
    assert node.have(attachment.digest) == Holds(have=7)


@dataclass
class Standing:
    """As much of a home's node as the traffic asks for."""

    home: Home
    services: Services


def test_a_node_sends_by_itself_and_takes_from_its_folder(cast_: Cast, tmp_path: Path) -> None:
    attachment = named(cast_)
    leaf = cast_.alice.services.store.unlisted_attachments()[0].leaf_hash
    stick = tmp_path / "stick"
    stick.mkdir()
    carriers = cast_.alice.services.carriers
    assert isinstance(carriers, Lines)
    carriers.by_party[BOB] = [FolderOutbound(stick, BOB)]
    (stick / BOB).mkdir()
    (stick / BOB / ("0" * 64 + ".age")).write_bytes(b"nobody named this")

    with traffic(cast_.alice.services, tmp_path / "alice", {}):
        wait_for(stick / BOB / (attachment.digest.removeprefix("sha256:") + ".age"))
    with traffic(cast_.bob.services, tmp_path / "bob", {ALICE: str(stick)}):
        wait_for(stick / BOB / "taken" / (attachment.digest.removeprefix("sha256:") + ".age"))
    cast_.bob.step()

    assert [one.state for one in list_attachments(leaf, services=cast_.bob.services)] == [
        "receipted"
    ]
    assert (stick / BOB / ("0" * 64 + ".age")).exists()


@contextmanager
def traffic(services: Services, folder: Path, folders: Mapping[PartyId, str]) -> Iterator[None]:
    """Run a node's traffic of attachments while the block lasts."""
    folder.mkdir()
    home = Home(folder)
    write_settings(home.settings, HomeSettings(folders=folders))
    stop = Event()
    node = cast("HomeNode", Standing(home=home, services=services))
    thread = Thread(target=AttachmentTraffic(node=node, stop=stop).run)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def wait_for(file: Path) -> None:
    for _ in range(200):
        if file.exists():
            return
        Event().wait(0.02)  # no event tells when another thread's file is there
    raise TimeoutError(file)
