"""One round of the exchange by a verb: through the running node, or in its place.

While `servanda serve` runs it holds the lease and appends; then a verb only sends, and puts what
it was given into the folder that the node looks into. Without it, the verb takes the lease for
the round and does the same step itself.
"""

import time
from collections.abc import Iterable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from servanda.core.errors import CounterpartError, InvalidInputError, MisconfiguredError
from servanda.core.identifiers import PartyId, digest_from_hash
from servanda.interfaces.cli.progress import progress_bar
from servanda.interfaces.cli.session import is_serving
from servanda.interfaces.file_faults import unreadable
from servanda.interfaces.language import text
from servanda.interfaces.refilling import keep_for_refill, try_refill
from servanda.store.home.whole_file import write_whole
from servanda.transports.folder.attachments import FolderAttachments
from servanda.transports.folder.attachments import take_in as take_in_attachment
from servanda.transports.folder.layout import envelope_name, folder_of
from servanda.usecases.attachments.deliver_attachments import (
    AttachmentSending,
    deliver_attachments,
    due_attachments,
)
from servanda.usecases.exchange.deliver_outbox import DeliverResult, deliver_outbox
from servanda.usecases.exchange.receive_envelope import receive_envelope
from servanda.usecases.exchange.sequence_statements import StepResult, sequence_statements
from servanda.usecases.ports.attachments import AttachmentBusyError
from servanda.usecases.services import require_node
from servanda.wiring import Node

TAKE_SECONDS = 20.0
_LOOK_SECONDS = 0.05
MAX_STEPS = 10_000  # each appends at least one statement; more means that none goes on


def append_now(node: Node) -> int:
    """Append everything that is queued, in the node's place; return how many became leaves.

    Raises:
        LeaseHeldError: Another process of this node runs the step.
    """
    with node.services.lease.hold():
        return _append(node)


def append_queued(node: Node, *, for_file: bool) -> int:
    """Append what is queued, or let the running node do so; return how many we appended.

    Args:
        node: The home's node.
        for_file: Whether an envelope is written by hand next. Then what the running node has
            to append is waited for, so that the envelope carries it. What is queued for a log
            in which nothing may be signed stays behind, as over a carrier.

    Raises:
        LeaseHeldError: Another process of this node runs the step.
    """
    if not is_serving(node.home):
        return append_now(node)
    end = time.monotonic() + TAKE_SECONDS
    while for_file and node.services.store.queued(limit=1) and time.monotonic() < end:
        time.sleep(_LOOK_SECONDS)
    return 0


def take_in(node: Node, envelopes: Iterable[bytes]) -> int:
    """Receive `envelopes`; return how many were taken, repeats included.

    Raises:
        MisconfiguredError: The running node did not take them in time.
    """
    if is_serving(node.home):
        return _hand_to_node(node, envelopes)
    taken = 0
    with node.services.lease.hold():
        for envelope in envelopes:
            if keep_for_refill(envelope, node=node):
                taken += 1
                continue
            result = receive_envelope(envelope, answer_now=False, services=node.services)
            taken += result.outcome is not None and result.outcome.kind != "dropped"
        try_refill(node=node)
    return taken


def send_due(
    node: Node, *, everything: bool, only: PartyId | None, folder: str = ""
) -> DeliverResult:
    """Send what is due, and take in what comes back at once.

    Args:
        node: The home's node.
        everything: Also what waits for its next try.
        only: One counterpart alone.
        folder: Write into this folder instead of using the carriers; empty: the carriers.
    """
    node.carriers.only_folder = folder
    if is_serving(node.home):
        return deliver_outbox(
            services=node.services,
            receive=lambda envelope: _receive_by_node(node, envelope),
            force=everything,
            only=only,
        )
    with node.services.lease.hold():
        _append(node)
        first = deliver_outbox(services=node.services, force=everything, only=only)
        # An answer that brought statements is itself answered, once.
        _append(node)
        second = deliver_outbox(services=node.services, only=only)
    return DeliverResult(sent=(*first.sent, *second.sent), next_due_at=second.next_due_at)


def send_attachments(
    node: Node, *, everything: bool, only: PartyId | None, folder: str = ""
) -> tuple[AttachmentSending, ...]:
    """Send the attachments that are due; the running node does so itself, but for a folder.

    Args:
        node: The home's node.
        everything: Also what waits for its next try.
        only: One counterpart alone.
        folder: As for `send_due`.
    """
    if is_serving(node.home) and not everything and not folder:
        return ()
    node.carriers.only_folder = folder
    due = due_attachments(services=node.services, force=everything, only=only)
    sizes = [node.services.attachments.size(digest_from_hash(row.digest)) or 0 for row in due]
    with progress_bar(text("Sending attachments"), total=sum(sizes)) as progress:
        return deliver_attachments(
            services=node.services, progress=progress, force=everything, only=only
        )


def take_attachments(node: Node, folder: Path) -> int:
    """Take in the attachments that lie in `folder` and are named; return how many."""
    carrier = FolderAttachments(folder, require_node(node.services).party)
    taken = 0
    for arrived in carrier.arrived():
        with suppress(CounterpartError, AttachmentBusyError):  # it stays where it lies
            take_in_attachment(carrier, arrived, services=node.services)
            taken += 1
    return taken


def read_envelope(file: Path) -> bytes:
    """Return the bytes of an envelope's file.

    Raises:
        InvalidInputError: It cannot be read.
    """
    try:
        return file.read_bytes()
    except OSError as error:
        raise InvalidInputError(unreadable(file, error)) from error


def _append(node: Node) -> int:
    appended = 0
    for _ in range(MAX_STEPS):
        result: StepResult = sequence_statements([], services=node.services)
        appended += len(result.appended)
        if not result.more:
            break
    return appended


def _hand_to_node(node: Node, envelopes: Iterable[bytes]) -> int:
    given = _give(node, envelopes)
    end = time.monotonic() + TAKE_SECONDS
    while any(file.exists() for file in given):
        if time.monotonic() > end:
            raise MisconfiguredError("the running node did not take the envelopes; see its log")
        time.sleep(_LOOK_SECONDS)
    return len(given)


def _receive_by_node(node: Node, envelope: bytes) -> None:
    _give(node, [envelope])


def _give(node: Node, envelopes: Iterable[bytes]) -> list[Path]:
    """Put envelopes where the running node looks."""
    folder = folder_of(node.home.arrived, require_node(node.services).party)
    folder.mkdir(exist_ok=True)
    given = []
    for envelope in envelopes:
        file = folder / envelope_name(sha256(envelope).hexdigest())
        write_whole(file, envelope)
        given.append(file)
    return given
