"""`servanda deliver`: one round of the exchange."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer

from servanda.core.envelope.sealed import open_sealed
from servanda.core.errors import CounterpartError, InvalidInputError
from servanda.core.faults import Expected, Fault, Found, expect
from servanda.core.identifiers import PartyId, parse_party
from servanda.interfaces.cli.options import AccordName, AsJson, To
from servanda.interfaces.cli.output import Refused, show
from servanda.interfaces.cli.rounds import (
    append_queued,
    read_envelope,
    send_attachments,
    send_due,
    take_attachments,
    take_in,
)
from servanda.interfaces.cli.session import opened
from servanda.interfaces.language import text
from servanda.transports.folder.inbound import FolderInbound
from servanda.usecases.attachments.deliver_attachments import AttachmentSending
from servanda.usecases.exchange.deliver_outbox import DeliverResult, Sending
from servanda.usecases.exchange.envelope_for import envelope_for
from servanda.usecases.services import require_node
from servanda.wiring import Node


def register(application: typer.Typer, *, name: str, summary: str) -> None:
    """Add the verb to the command line."""
    application.command(name, help=summary)(_deliver)


def _deliver(
    files: Annotated[
        list[Path] | None, typer.Argument(help=text("Envelope files to take in."))
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help=text("Send also what waits for its next try."))
    ] = False,
    folder: Annotated[
        Path | None, typer.Option(help=text("Use this folder for this round, both ways."))
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help=text("Write the envelope here instead of sending it."))
    ] = None,
    from_start: Annotated[
        bool, typer.Option("--from-start", help=text("With --out: our whole log, from leaf 0 on."))
    ] = False,
    to: To = None,
    accord_name: AccordName = None,
    as_json: AsJson = False,
) -> None:
    _require_fitting(from_start=from_start, out=out, folder=folder)
    node = opened()
    only = None if to is None else parse_party(to)
    attached = 0
    carried: tuple[AttachmentSending, ...] = ()
    readable, refused = sorted_out(node, {str(file): read_envelope(file) for file in files or ()})
    received = take_in(node, readable)
    if folder is not None:
        received += take_from(node, folder)
        attached = take_attachments(node, folder)
    appended = append_queued(node, for_file=out is not None)
    if out is not None:
        _write_envelope(node, out, only=only, accord_name=accord_name, from_start=from_start)
        sent = DeliverResult(sent=(), next_due_at=None)
    else:
        place = "" if folder is None else str(folder.absolute())
        sent = send_due(node, everything=everything, only=only, folder=place)
        carried = send_attachments(node, everything=everything, only=only, folder=place)
    counts = {"appended": appended, "received": received, "attachments_received": attached}
    show_round(sent, carried, counts=counts, refused=refused, as_json=as_json)


def _write_envelope(
    node: Node, out: Path, *, only: PartyId | None, accord_name: str | None, from_start: bool
) -> None:
    """Write one envelope with what the counterpart is not known to hold.

    Args:
        node: The home's node.
        out: The file.
        only: For whom; None where there is one pair.
        accord_name: Under which accord; likewise.
        from_start: Our whole log.
    """
    envelope = envelope_for(
        counterpart=only, accord_name=accord_name, everything=from_start, services=node.services
    )
    out.write_bytes(envelope.content)


def _require_fitting(*, from_start: bool, out: Path | None, folder: Path | None) -> None:
    if from_start and out is None:
        needed = expect(Expected.WITH_MEMBER, member="--from-start")
        raise InvalidInputError(Fault("--out", needed, Found.NOTHING))
    require_folder(folder)


def require_folder(folder: Path | None) -> None:
    """Require that `folder`, where one is given, is there.

    Raises:
        InvalidInputError: It is not.
    """
    if folder is not None and not folder.is_dir():
        raise InvalidInputError(Fault(str(folder), expect(Expected.FOLDER), Found.NOTHING))


def sorted_out(node: Node, envelopes: Mapping[str, bytes]) -> tuple[list[bytes], dict[str, str]]:
    """Return those of `envelopes`, by file, that open, and why the others do not.

    Whoever carries a stick must see at once that it was damaged, or that it is another's.
    """
    readable: list[bytes] = []
    refused: dict[str, str] = {}
    working = node.services.working.of(node.services.keys)
    for file, envelope in envelopes.items():
        try:
            open_sealed(envelope, to=working.secrets.party, kem_keys=working.kem)
        except CounterpartError as error:
            refused[file] = f"{error.code}: {error}"
        else:
            readable.append(envelope)
    return readable, refused


def take_from(node: Node, folder: Path) -> int:
    """Take in the envelopes that lie in `folder` for us; return how many."""
    carrier = FolderInbound(folder, require_node(node.services).party)
    received = 0
    while found := list(carrier.arrived()):
        received += take_in(node, [arrived.content for arrived in found])
        for arrived in found:
            carrier.take(arrived)
    return received


def show_round(
    sent: DeliverResult,
    carried: Sequence[AttachmentSending],
    *,
    counts: Mapping[str, int],
    refused: Mapping[str, str],
    as_json: bool,
) -> None:
    """Show what one round did.

    Raises:
        Refused: A file was not taken in.
    """
    sendings: list[Sending | AttachmentSending] = [*sent.sent, *carried]
    trouble: dict[PartyId, str] = {
        sending.own.to_party: sending.trouble for sending in sendings if sending.trouble
    }
    result: dict[str, object] = {
        **counts,
        "sent": sum(not sending.trouble for sending in sent.sent),
        "attachments_sent": sum(not sending.trouble for sending in carried),
        "trouble": trouble,
        "refused": refused,
    }
    lines = [text("{appended} appended, {sent} sent, {received} received.").format(**result)]
    if carried or counts["attachments_received"]:
        lines.append(
            text("Attachments: {attachments_sent} sent, {attachments_received} received.").format(
                **result
            )
        )
    lines += [f"{party}: {reason}" for party, reason in trouble.items()]
    lines += [
        text("{file} was not taken in: {reason}").format(file=file, reason=reason)
        for file, reason in refused.items()
    ]
    show(result, as_json=as_json, lines=lines)
    if refused:
        raise Refused
