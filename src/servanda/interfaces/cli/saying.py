"""Say something about a statement, to the counterpart with whom that stands."""

from servanda.core.canonical import JsonObject
from servanda.interfaces.cli.session import opened
from servanda.interfaces.cli.statements import Waiting, show_queued
from servanda.usecases.exchange.queue_statement import queue_statement
from servanda.usecases.reading.show_statement import find_statement, leaf_named


def say_about(
    leaf: str,
    *,
    type_name: str,
    facts: JsonObject,
    body: JsonObject | None,
    ticket: str | None,
    waiting: Waiting,
    as_json: bool,
) -> None:
    """Queue a statement about `leaf`, and show what became of it.

    Args:
        leaf: A leaf hash or its first digits, or a ticket.
        type_name: Type of what is said.
        facts: In the clear.
        body: Sealed; None for none.
        ticket: Name of the wish; the same name is queued once.
        waiting: How long to wait.
        as_json: Whether a program asked.
    """
    node = opened()
    pair, _ = find_statement(leaf, services=node.services)
    queued = queue_statement(
        type=type_name,
        facts=facts,
        body=body,
        ref=leaf_named(leaf, services=node.services),
        counterpart=pair.counterpart,
        accord_name=pair.own.accord_name,
        ticket=ticket,
        services=node.services,
    )
    show_queued(node, queued, as_json=as_json, waiting=waiting)
