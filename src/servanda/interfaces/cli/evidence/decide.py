"""`servanda evidence decide` and `decisions`: what people decide about what rules found."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer

from servanda.core.canonical import JsonObject
from servanda.core.errors import InvalidInputError
from servanda.evidence.decisions.decision import Decision, Verb
from servanda.evidence.decisions.standing import stand
from servanda.evidence.incidents.incident import fold_incidents
from servanda.interfaces.cli.options import AsJson
from servanda.interfaces.cli.output import printable, show, table
from servanda.interfaces.cli.session import opened
from servanda.interfaces.language import text
from servanda.usecases.accords.confirm_proposal import value_of
from servanda.usecases.evidence.decide import decide as take_decision
from servanda.usecases.evidence.record_decision import verified_decisions
from servanda.wiring import evidence_proposals

MAX_VALUE_BYTES = 64 * 1024

VerbName = Annotated[
    str,
    typer.Argument(
        metavar="VERB", help=text("confirm, reject, correct, merge, split, code, grade, retract.")
    ),
]
Target = Annotated[str, typer.Argument(metavar="TARGET", help=text("What it is about."))]
By = Annotated[str, typer.Option("--by", help=text("Id of the person."))]
Reason = Annotated[str, typer.Option("--reason", help=text("Why, in the person's words."))]
Value = Annotated[
    str, typer.Option("--value", help=text("What the verb needs, as JSON; or @FILE."))
]


def decide(
    verb: VerbName,
    target: Target,
    by: By,
    reason: Reason,
    value: Value = "{}",
    as_json: AsJson = False,
) -> None:
    """Sign a decision and append it."""
    node, wanted = opened(), parse_verb(verb)
    decision = take_decision(
        verb=wanted,
        target=target,
        value=value_of(wanted, target, parse_value(value), proposals=evidence_proposals(node.home)),
        reason=reason,
        by=by,
        services=node.services,
    )
    said = text("Decided: {number}, {digest}").format(
        number=decision.number, digest=decision.digest
    )
    show(members(decision), as_json=as_json, lines=[said])


def decisions(as_json: AsJson = False) -> None:
    """List all decisions, verified; those that are retracted too."""
    all_of_them = verified_decisions(opened().services)
    standing = stand(all_of_them)
    in_force = {one.number for one in standing.in_force}
    blind = {one.key for one in fold_incidents(standing.in_force) if one.is_blind}
    rows = [
        {
            **members(one),
            # The first coder's answers are for nobody before the second has given theirs.
            **({"value": None} if one.verb is Verb.CODE and one.target in blind else {}),
            "in_force": one.number in in_force,
        }
        for one in all_of_them
    ]
    show({"decisions": rows}, as_json=as_json, lines=_lines(all_of_them, in_force))


def parse_verb(given: str) -> Verb:
    """Return the verb of that name.

    Raises:
        InvalidInputError: There is none.
    """
    try:
        return Verb(given)
    except ValueError as error:
        raise InvalidInputError(
            f"expected one of {', '.join(Verb)}, found {given!r:.40}"
        ) from error


def parse_value(given: str) -> JsonObject:
    """Return the JSON object that was typed, or that stands in the file after `@`.

    Raises:
        InvalidInputError: It is none.
    """
    try:
        data = Path(given[1:]).read_bytes() if given.startswith("@") else given.encode()
        if len(data) > MAX_VALUE_BYTES:
            raise InvalidInputError(f"--value: expected at most {MAX_VALUE_BYTES} bytes")
        value = json.loads(data)
    except (OSError, ValueError) as error:
        raise InvalidInputError(f"--value: expected a JSON object: {error}") from error
    if not isinstance(value, dict):
        raise InvalidInputError(f"--value: expected a JSON object, found {type(value).__name__}")
    return value


def members(decision: Decision) -> dict[str, object]:
    """Return a decision as programs get it."""
    return {
        "number": decision.number,
        "digest": decision.digest,
        "at": decision.at,
        "by": decision.by,
        "verb": decision.verb.value,
        "target": decision.target,
        "value": decision.value,
        "reason": decision.reason,
    }


def _lines(decided: Sequence[Decision], in_force: set[int]) -> Iterator[str]:
    heading = (text("number"), text("at"), text("by"), text("verb"), text("target"), text("reason"))
    yield from table(
        heading,
        (
            (
                one.number if one.number in in_force else f"({one.number})",
                one.at,
                one.by,
                one.verb.value,
                printable(one.target),
                one.reason,
            )
            for one in decided
        ),
    )
    if len(in_force) < len(decided):
        yield text("In brackets: retracted.")
