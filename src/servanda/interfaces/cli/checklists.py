"""The checklist of a request on the command line, and the refusal of an incomplete one."""

import sys
from collections.abc import Iterator
from typing import NoReturn

import typer

from servanda.core.forms.checklist import Checklist
from servanda.core.forms.problems import Problem
from servanda.interfaces.cli.output import WRONG_USE, printable, table, to_json
from servanda.interfaces.form_words import (
    checklist_members,
    problem_words,
    requirement_words,
    said_words,
)
from servanda.interfaces.language import text
from servanda.usecases.casework.incomplete_request import IncompleteRequestError


def checklist_lines(checklist: Checklist) -> Iterator[str]:
    """Yield a checklist for people: a row an element, then what is wrong."""
    heading = (text("Element"), text("What it is"), text("Demanded"), text("Said"), text("Wrong"))
    yield from table(
        heading,
        (
            (
                row.element.id,
                text(row.element.title),
                requirement_words(row.requirement),
                said_words(row),
                ", ".join(sorted({_rule(problem) for problem in row.problems})),
            )
            for row in checklist.rows
        ),
    )
    yield from problem_lines(checklist)
    if not checklist.has_body:
        yield text("The body is not held; only what the header says was looked at.")


def _rule(problem: Problem) -> str:
    """Return the rule that is broken; a member that has not its form breaks none of the twelve."""
    return problem.rule or text("form")


def problem_lines(checklist: Checklist) -> Iterator[str]:
    """Yield everything that is wrong, and which rules are set aside and why."""
    for problem in checklist.problems:
        yield printable(problem_words(problem))
    for rule, reason in checklist.set_aside.items():
        yield printable(text("{rule} is set aside: {reason}").format(rule=rule, reason=reason))
    if not checklist.problems:
        yield text("Complete by the form.")


def refuse_incomplete(error: IncompleteRequestError, *, as_json: bool) -> NoReturn:
    """Show why a request cannot be sent, every fault at once, and end as a wrong use does."""
    checklist = error.checklist
    if as_json:
        members = checklist_members(checklist)
        print(to_json({"error": error.code, "message": str(error), **members}))  # noqa: T201 - as output.py
    lines = [text("The request was not sent: it is not complete by the form.")]
    for line in (*lines, *problem_lines(checklist)):
        print(f"servanda: {line}", file=sys.stderr)  # noqa: T201 - as output.py
    raise typer.Exit(WRONG_USE)
