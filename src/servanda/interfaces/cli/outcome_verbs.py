"""Verbs for what comes of a round: publish our text, promise something, say what became of it.

Source: docs/spec/dialogue.md, "Outcomes" and "Deliverables".
"""

from collections.abc import Sequence
from typing import Annotated

import typer

from servanda.core.canonical import JsonObject, JsonValue
from servanda.core.errors import InvalidInputError
from servanda.core.faults import Expected, Fault, Found, expect
from servanda.interfaces.cli.asking import ask_for, parse_assignment
from servanda.interfaces.cli.options import AsJson, NoWait, Ticket, UntilReceipted
from servanda.interfaces.cli.round_verbs import RoundLeaf, Tlp
from servanda.interfaces.cli.saying import say_about
from servanda.interfaces.cli.statements import Waiting
from servanda.interfaces.language import current_language, text

_OWNERS = {"us": "author", "them": "other_party", "both": "both"}
_CONFIRMED = frozenset(("confirmed", "delivered", "accepted"))

TextPoints = Annotated[
    list[str] | None,
    typer.Option(
        "--point",
        metavar="KEY=TEXT",
        help=text("A point; both sides' points about the same have one key. Repeatable."),
    ),
]
Authentic = Annotated[
    str | None,
    typer.Option("--authentic", metavar="en|zh-Hans", help=text("The language of our text.")),
]
Released = Annotated[
    str | None,
    typer.Option("--released", metavar="YYYY-MM-DD", help=text("When it was made public.")),
]
Corrects = Annotated[
    bool, typer.Option("--corrects", help=text("In the place of our own earlier text."))
]
Owner = Annotated[
    str | None, typer.Option("--owner", metavar="us|them|both", help=text("Who owes it."))
]
Due = Annotated[
    str | None, typer.Option("--due", metavar="YYYY-MM-DD", help=text("The day it is due."))
]
Words = Annotated[
    list[str] | None,
    typer.Option("--text", metavar="LANG=TEXT", help=text("In words, by language. Repeatable.")),
]
Test = Annotated[
    list[str] | None,
    typer.Option(
        "--test",
        metavar="LANG=TEXT",
        help=text("What will show that it was kept, by language. Repeatable."),
    ),
]
Promise = Annotated[
    str, typer.Argument(metavar="PROMISE", help=text("The statement that proposed the promise."))
]
PromiseStep = Annotated[
    str,
    typer.Argument(
        metavar="STEP",
        help=text("confirmed, delivered, accepted, disputed, carried_over or dropped."),
    ),
]


def register_outcome_verbs(group: typer.Typer) -> None:
    """Add the verbs."""
    group.command("publish", help=text("Publish our text about a round, point by point."))(_publish)
    group.command("promise", help=text("Propose a deliverable of a round, with its test."))(
        _promise
    )
    group.command("report", help=text("Say what became of a deliverable."))(_report)


def _publish(  # noqa: PLR0913, PLR0917 - one parameter for each option
    leaf: RoundLeaf,
    points: TextPoints = None,
    authentic: Authentic = None,
    released: Released = None,
    corrects: Corrects = False,
    tlp: Tlp = "amber",
    ticket: Ticket = None,
    no_wait: NoWait = False,
    until_receipted: UntilReceipted = False,
    as_json: AsJson = False,
) -> None:
    written = points or [ask_for(None, "--point", text("A point (KEY=TEXT)"), as_json=as_json)]
    items: list[JsonValue] = []
    for one in written:
        key, said = parse_assignment("--point", one)
        items.append({"key": key, "text": said})
    facts: dict[str, JsonValue] = {
        "step": "corrected" if corrects else "published",
        "language": authentic or current_language(),
        "points": len(items),
        "tlp": tlp,
    }
    if released is not None:
        facts["released"] = released
    say_about(
        leaf,
        type_name="outcome",
        facts=facts,
        body={"items": items},
        ticket=ticket,
        waiting=Waiting(no_wait=no_wait, until_receipted=until_receipted),
        as_json=as_json,
    )


def _promise(  # noqa: PLR0913, PLR0917 - one parameter for each option
    leaf: RoundLeaf,
    owner: Owner = None,
    due: Due = None,
    words: Words = None,
    test: Test = None,
    tlp: Tlp = "amber",
    ticket: Ticket = None,
    no_wait: NoWait = False,
    until_receipted: UntilReceipted = False,
    as_json: AsJson = False,
) -> None:
    whose = ask_for(owner, "--owner", text("Who owes it (us, them or both)"), as_json=as_json)
    said = words or [ask_for(None, "--text", text("What is promised"), as_json=as_json)]
    shown = test or [ask_for(None, "--test", text("What will show it was kept"), as_json=as_json)]
    facts: dict[str, JsonValue] = {
        "step": "proposed",
        "owner": _OWNERS.get(whose, whose),
        "tlp": tlp,
    }
    if due is not None:
        facts["due"] = due
    say_about(
        leaf,
        type_name="deliverable",
        facts=facts,
        body={
            "text": _by_language("--text", said),
            "acceptance_test": _by_language("--test", shown),
        },
        ticket=ticket,
        waiting=Waiting(no_wait=no_wait, until_receipted=until_receipted),
        as_json=as_json,
    )


def _report(  # noqa: PLR0913, PLR0917 - one parameter for each option
    leaf: Promise,
    step: PromiseStep,
    due: Due = None,
    words: Words = None,
    tlp: Tlp = "amber",
    ticket: Ticket = None,
    no_wait: NoWait = False,
    until_receipted: UntilReceipted = False,
    as_json: AsJson = False,
) -> None:
    said = list(words or ())
    if not said and step not in _CONFIRMED:
        said = [ask_for(None, "--text", text("Why"), as_json=as_json)]
    facts: dict[str, JsonValue] = {"step": step}
    if due is not None:
        facts["due"] = due
    say_about(
        leaf,
        type_name="deliverable",
        facts={**facts, "tlp": tlp} if said else facts,
        body={"text": _by_language("--text", said)} if said else None,
        ticket=ticket,
        waiting=Waiting(no_wait=no_wait, until_receipted=until_receipted),
        as_json=as_json,
    )


def _by_language(option: str, written: Sequence[str]) -> JsonObject:
    """Return texts by their language; one without a name is in the language of the command line."""
    found = {}
    for one in written:
        name, separator, said = one.partition("=")
        is_named = bool(separator) and name in {"en", "zh-Hans"}
        found[name if is_named else current_language()] = said if is_named else one
    if len(found) != len(written):  # one would silently take the place of the other
        raise InvalidInputError(Fault(option, expect(Expected.EACH_ONCE), Found.OTHERS))
    return found
