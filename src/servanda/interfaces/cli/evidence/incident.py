"""`servanda evidence incident`: code an incident blind, and see how far two coders agree."""

from collections.abc import Iterator, Sequence
from typing import Annotated

import typer

from servanda.core.errors import InvalidInputError
from servanda.evidence.decisions.decision import Verb
from servanda.evidence.decisions.standing import stand
from servanda.evidence.incidents.agreement import Agreement, agreements
from servanda.evidence.incidents.incident import (
    CODERS,
    PREFIX,
    Incident,
    fold_incidents,
    shown_to,
)
from servanda.interfaces.cli.evidence.decide import By, Reason, members, parse_value
from servanda.interfaces.cli.options import AsJson
from servanda.interfaces.cli.output import show, table
from servanda.interfaces.cli.session import opened
from servanda.interfaces.language import text
from servanda.usecases.evidence.decide import decide
from servanda.usecases.evidence.record_decision import verified_decisions

Slug = Annotated[str, typer.Argument(metavar="INCIDENT", help=text("A short name of letters."))]
Coding = Annotated[
    str, typer.Option("--coding", help=text("The coder's answers, as JSON; or @FILE."))
]


def code(slug: Slug, by: By, reason: Reason, coding: Coding, as_json: AsJson = False) -> None:
    """Give one person's answers about an incident."""
    decision = decide(
        verb=Verb.CODE,
        target=incident_key(slug),
        value=parse_value(coding),
        reason=reason,
        by=by,
        services=opened().services,
    )
    said = text("Coded {incident} by {by}.").format(incident=decision.target, by=by)
    show(members(decision), as_json=as_json, lines=[said])


def shown(by: By, as_json: AsJson = False) -> None:
    """Show all incidents to one person: nobody else's answers before their own."""
    incidents = fold_incidents(stand(verified_decisions(opened().services)).in_force)
    visible = [shown_to(one, person=by) for one in incidents]
    whole = [one for one in visible if len(one.codings) >= CODERS]
    agreed = agreements(whole)
    result = {
        "incidents": [_members(one) for one in visible],
        "agreement": [_agreement(one) for one in agreed],
    }
    show(result, as_json=as_json, lines=_lines(visible, agreed))


def incident_key(slug: str) -> str:
    """Return the key of the incident of that name.

    Raises:
        InvalidInputError: The name has other than small letters, digits and hyphens.
    """
    plain = slug.removeprefix(PREFIX)
    if not plain or not all(sign.isascii() and (sign.isalnum() or sign == "-") for sign in plain):
        raise InvalidInputError(f"expected letters, digits and hyphens, found {slug!r:.40}")
    return PREFIX + plain.lower()


def _members(incident: Incident) -> dict[str, object]:
    return {
        "key": incident.key,
        "is_confirmed": incident.is_confirmed,
        "answers": incident.answers(),
        "codings": [
            {"by": one.by, "number": one.number, "answers": one.coding.answers()}
            for one in incident.codings
        ],
        "settlement": None if incident.settlement is None else incident.settlement.by,
    }


def _agreement(one: Agreement) -> dict[str, object]:
    return {
        "field": one.field,
        "agreed": one.agreed,
        "count": one.count,
        "kappa_permille": one.kappa,
        "table": [
            {"first": first, "second": second, "count": count}
            for (first, second), count in one.table.items()
        ],
    }


def _lines(incidents: Sequence[Incident], agreed: Sequence[Agreement]) -> Iterator[str]:
    for one in incidents:
        coders = ", ".join(coded.by for coded in one.codings)
        state = text("confirmed") if one.is_confirmed else text("open")
        yield f"{one.key}: {state}" + (f" ({coders})" if coders else "")
        for field, answer in one.answers().items():
            yield f"  {field}: {answer}"
    if not incidents:
        yield text("No incident is coded yet.")
    if agreed:
        yield ""
        heading = (text("field"), text("agreed"), text("kappa"))
        yield from table(
            heading,
            (
                (
                    one.field,
                    f"{one.agreed} / {one.count}",
                    "-" if one.kappa is None else f"{one.kappa / 1000:.2f}",
                )
                for one in agreed
            ),
        )
