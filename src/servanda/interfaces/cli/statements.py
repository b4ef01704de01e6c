"""Verbs that say something: queue it, and wait for its leaf while the node runs."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from servanda.core.errors import MisconfiguredError
from servanda.core.identifiers import digest_from_hash
from servanda.interfaces.cli.output import show
from servanda.interfaces.cli.session import is_serving
from servanda.interfaces.language import text
from servanda.usecases.ports.outside import DeliveryDelayedError
from servanda.usecases.ports.records import QueuedStatement
from servanda.wiring import Node

if TYPE_CHECKING:  # `show`, which says nothing, uses this module too
    from servanda.usecases.exchange.queue_statement import QueueResult

WAIT_SECONDS = 10.0
RECEIPT_SECONDS = 60.0  # a counterpart on the line answers at once; else the outbox goes on
_LOOK_SECONDS = 0.03

HELD = "held"  # until a second person has approved it
QUEUED = "queued"
HEADED = "headed"
RECEIPTED = "receipted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What a verb waits for, once its statement is queued.

    Attributes:
        no_wait: Nothing, not even that the running node appends it.
        until_receipted: Its receipt.
    """

    no_wait: bool = False
    until_receipted: bool = False


class NotReceiptedError(DeliveryDelayedError):
    """A verb waited for a receipt that has not come yet; nothing is lost, and nothing to do."""

    code: ClassVar[str] = "not-receipted"


def show_queued(
    node: Node,
    queued: "QueueResult",
    *,
    as_json: bool,
    waiting: Waiting,
    more: Mapping[str, object] | None = None,
) -> None:
    """Show what became of a statement that was queued.

    Args:
        node: The home's node.
        queued: From the use case.
        as_json: Whether a program asked.
        waiting: What to wait for.
        more: Further members of the result.

    Raises:
        MisconfiguredError: The running node could not append it; the message says why.
    """
    if queued.is_held:
        held = {"ticket": queued.ticket, "state": HELD, "leaf": None, "index": None}
        line = text("Waits as {ticket} for a second person: `servanda approve show {ticket}`.")
        show({**held, **(more or {})}, as_json=as_json, lines=[line.format(ticket=queued.ticket)])
        return
    waited = 0.0 if waiting.no_wait or not is_serving(node.home) else WAIT_SECONDS
    result = {**_found(node, queued.ticket, seconds=waited), **(more or {})}
    if waiting.until_receipted and result["leaf"] is not None:
        result |= {"received_at": _await_receipt(node, queued.ticket), "state": RECEIPTED}
    if result["leaf"] is None and node.home.is_guest:
        line = text("Queued as {ticket}; `servanda guest write` signs and writes it.")
    elif result["leaf"] is None:
        line = text("Queued as {ticket}; `servanda serve` or `servanda deliver` goes on.")
    else:
        line = text("Said: {leaf}, leaf {index} of our log.")
    show(result, as_json=as_json, lines=(one.format(**result) for one in [line]))


def wait_for_leaf(node: Node, ticket: str) -> None:
    """Wait until the running node has appended what is queued under `ticket`.

    Raises:
        MisconfiguredError: It could not, or not in time.
    """
    if _found(node, ticket, seconds=WAIT_SECONDS)["leaf"] is None:
        raise MisconfiguredError("the running node did not append the statement; see its log")


def _found(node: Node, ticket: str, *, seconds: float) -> dict[str, object]:
    end = time.monotonic() + seconds
    while True:
        statement = node.services.store.ticket(ticket)
        if statement is not None:
            _require_possible(statement)
            if statement.leaf_hash is not None and _is_headed(node, statement.leaf_hash):
                return _leaf(node, ticket, statement.leaf_hash)
        if time.monotonic() >= end:
            return {"ticket": ticket, "state": QUEUED, "leaf": None, "index": None}
        time.sleep(_LOOK_SECONDS)


def _is_headed(node: Node, leaf_hash: bytes) -> bool:
    """Return whether a signed head covers the leaf: it is stored a moment after the leaf.

    An envelope made in that moment would not bring it.
    """
    facts = node.services.store.facts(leaf_hash)
    head = None if facts is None else node.services.store.checkpoint(facts.origin)
    return facts is not None and head is not None and head.size > facts.index


def _await_receipt(node: Node, ticket: str) -> datetime:
    end = time.monotonic() + RECEIPT_SECONDS
    while time.monotonic() < end:
        statement = node.services.store.ticket(ticket)
        if statement is not None and statement.leaf_hash is not None:
            facts = node.services.store.facts(statement.leaf_hash)
            if facts is not None and facts.delivered_at is not None:
                return facts.delivered_at
        time.sleep(_LOOK_SECONDS)
    raise NotReceiptedError(
        f"expected a receipt within {RECEIPT_SECONDS:.0f} s; the statement is said and is sent "
        "again until it is receipted, see `servanda counterpart show`"
    )


def _leaf(node: Node, ticket: str, leaf_hash: bytes) -> dict[str, object]:
    facts = node.services.store.facts(leaf_hash)
    index = None if facts is None else facts.index
    return {
        "ticket": ticket,
        "state": HEADED,
        "leaf": digest_from_hash(leaf_hash),
        "index": index,
    }


def _require_possible(statement: QueuedStatement) -> None:
    if statement.trouble:
        raise MisconfiguredError(f"the statement was not appended: {statement.trouble}")
