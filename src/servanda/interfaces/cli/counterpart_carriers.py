"""`servanda counterpart carriers`: which carriers are used, in which order, and how they do."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Annotated, Any

import typer

from servanda.core.errors import InvalidInputError
from servanda.core.exchange.carrier_choice import CarrierPolicy
from servanda.core.identifiers import PartyId, parse_party
from servanda.interfaces.cli.options import AsJson
from servanda.interfaces.cli.output import show, table
from servanda.interfaces.cli.session import opened
from servanda.interfaces.language import text
from servanda.store.home.settings_file import write_settings
from servanda.usecases.services import Services, known_card, unknown_counterpart
from servanda.wiring import Node, carrier_kinds


def carriers(
    party: Annotated[str, typer.Argument(help=text("The counterpart."))],
    order: Annotated[
        str | None,
        typer.Option(help=text("Carriers to use, the preferred one first: https,mail,folder.")),
    ] = None,
    failures: Annotated[
        int | None, typer.Option(help=text("After so many failures in a row a carrier rests."))
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Say which carriers are used towards a counterpart, or show it."""
    node, wanted = opened(), parse_party(party)
    if node.services.store.counterpart(wanted) is None:
        raise InvalidInputError(unknown_counterpart(node.services, wanted))
    if order is not None or failures is not None:
        _settle(node, wanted, order=order, failures=failures)
    shown = _shown(node.services, wanted)
    show(shown, as_json=as_json, lines=_lines(shown))


def _settle(node: Node, party: PartyId, *, order: str | None, failures: int | None) -> None:
    policies = node.settings.policies
    policy = policies.get(party, CarrierPolicy())
    if order is not None:
        named = tuple(kind.strip() for kind in order.split(",")) if order.strip() else ()
        for kind in named:
            if kind not in carrier_kinds():
                raise InvalidInputError(
                    f"expected carriers out of {', '.join(carrier_kinds())}, found {kind!r:.40}"
                )
        policy = replace(policy, order=named)
    if failures is not None:
        policy = replace(policy, failures=failures)
    settings = replace(node.settings, policies={**policies, party: policy})
    write_settings(node.home.settings, settings)


def _shown(services: Services, party: PartyId) -> dict[str, Any]:
    record = services.store.counterpart(party)
    if record is None:
        raise InvalidInputError(unknown_counterpart(services, party))
    leading = services.carriers.towards(known_card(record.card))
    return {
        "party": party,
        "order": [transport.kind for transport in leading],
        "failures": services.carriers.policy(party).failures,
        "standing": [
            {
                "accord_name": pair.own.accord_name,
                "carrier": kind,
                "failures": known.standing.failures,
                "rests_until": known.standing.rests_until,
                "trouble": known.trouble,
            }
            for pair in services.store.pairs()
            if pair.counterpart == party
            for kind, known in services.store.carriers_of(pair.own).items()
        ],
    }


def _lines(shown: Mapping[str, Any]) -> Iterator[str]:
    yield text(
        "Towards {party}: {order}; a carrier rests after failures in a row: {failures}"
    ).format(
        party=shown["party"],
        order=", ".join(shown["order"]) or text("no carrier"),
        failures=shown["failures"],
    )
    yield from table(
        (text("Accord"), text("Carrier"), text("Failures"), text("Rests until"), text("Trouble")),
        (tuple(one.values()) for one in shown["standing"]),
        nothing=text("Nothing was sent yet."),
    )
