"""Two nodes of the cast whose line carries attachments too."""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import ClassVar

from typing_extensions import override

from servanda.core.attachments.parts import OtherOffsetError, next_part
from servanda.core.errors import ServandaError
from servanda.core.identifiers import Digest, hash_from_digest
from servanda.simulation.memory_node import Line, Lines
from servanda.usecases.attachments.attach_file import attach_file
from servanda.usecases.attachments.deliver_attachments import AttachmentSending, deliver_attachments
from servanda.usecases.attachments.receive_attachment import attachment_have, receive_part
from servanda.usecases.exchange.queue_statement import Attachment, queue_statement
from servanda.usecases.ports.attachments import AttachmentTransport, HeldAttachment, Progress
from servanda.usecases.ports.outside import DeliveryDelayedError, HandedOver
from servanda.usecases.ports.store import Store
from servanda.usecases.services import Services
from tests.usecases.nodes import BOB, REQUEST, REQUEST_BODY, Cast, Node, agreed_cast

PART_BYTES = 1_000
CONTENT = bytes(range(256)) * 17  # 4,352 bytes: five parts


@dataclass(slots=True)
class AttachmentLine(Line, AttachmentTransport):
    """A line that carries attachments in small parts, and may break after some of them.

    Attributes:
        receiver: The other node's ports.
        breaks_after: Parts that get through in one go; None for all.
        alter: What the line makes of a part.
    """

    kind: ClassVar[str] = "line"
    needs_statement: ClassVar[bool] = True

    receiver: Callable[[], Services] | None = None
    breaks_after: int | None = None
    alter: Callable[[bytes], bytes] = bytes

    @override
    def carry(self, attachment: HeldAttachment, *, progress: Progress) -> HandedOver:
        if not self.is_up or self.receiver is None:
            raise DeliveryDelayedError("the line is down")
        services, digest, parts = self.receiver(), attachment.digest, 0
        try:
            have = attachment_have(digest, services=services)
            with attachment.open() as source:
                while part := next_part(have=have, size=attachment.size, part_bytes=PART_BYTES):
                    if parts == self.breaks_after:
                        raise DeliveryDelayedError("the line broke")
                    source.seek(part.offset)
                    piece = self.alter(source.read(part.length))
                    have = receive_part(
                        digest,
                        offset=part.offset,
                        length=part.length,
                        pieces=[piece],
                        services=services,
                    )
                    progress(part.length)
                    parts += 1
        except OtherOffsetError:
            raise
        except ServandaError as error:
            raise DeliveryDelayedError(f"{error.code}: {error}") from error
        return HandedOver(location="the other end")


def cast_with_attachments(stores: tuple[Store, Store] | None = None) -> Cast:
    """Return Alice and Bob with an accord in force and lines that carry attachments."""
    cast = agreed_cast(stores)
    lines = tuple(
        lay_line(node, other) for node, other in ((cast.alice, cast.bob), (cast.bob, cast.alice))
    )
    cast.lines = (lines[0], lines[1])
    return cast


def lay_line(node: Node, other: Node) -> AttachmentLine:
    line = AttachmentLine(answer=other.take, receiver=lambda: other.services)
    carriers = node.services.carriers
    assert isinstance(carriers, Lines)
    carriers.by_party[other.party] = [line]
    return line


def line_of(cast: Cast) -> AttachmentLine:
    """Return the line from Alice to Bob."""
    carriers = cast.alice.services.carriers
    assert isinstance(carriers, Lines)
    (line,) = carriers.by_party[BOB]
    assert isinstance(line, AttachmentLine)
    return line


def attach(node: Node, content: bytes = CONTENT, *, name: str = "netflow.csv") -> Attachment:
    return attach_file(source=BytesIO(content), name=name, services=node.services)


def ask_with(node: Node, *attachments: Attachment) -> bytes:
    """Queue and append a request with attachments; return its leaf hash."""
    ticket = queue_statement(
        type="request",
        facts=REQUEST,
        body=REQUEST_BODY,
        attachments=attachments,
        services=node.services,
    ).ticket
    (appended,) = [one for one in node.step().appended if one.ticket == ticket]
    return hash_from_digest(appended.leaf)


def send_files(node: Node, *, force: bool = False) -> tuple[AttachmentSending, ...]:
    return deliver_attachments(services=node.services, force=force)


def settle_all(cast: Cast) -> None:
    """Deliver statements, attachments and what they cause, until nothing more travels."""
    for _ in range(10):
        cast.settle()
        sent = [*send_files(cast.alice), *send_files(cast.bob)]
        cast.alice.step()
        cast.bob.step()
        cast.settle()
        if not sent:
            return
    raise AssertionError("the exchange does not end")


def only_digest(node: Node, leaf_hash: bytes) -> Digest:
    (row,) = node.services.store.attachments_of(leaf_hash)
    return Digest("sha256:" + row.digest.hex())
