"""The request form in words: what is demanded, what was said, what is wrong, in a language.

The English sentences stand in `core/forms/`; the catalogues have them in other languages.
"""

from collections.abc import Mapping

from servanda.core.forms.checklist import Checklist, Row
from servanda.core.forms.elements import (
    CONDITIONAL,
    CONDITIONS,
    FORM_KINDS,
    MANDATORY,
    NOT_ASKED,
    NOT_KNOWN_ACCEPTED,
    OPTIONAL,
    Requirement,
)
from servanda.core.forms.problems import Problem
from servanda.interfaces.language import text
from servanda.interfaces.words import word

SIGN_WORDS: Mapping[str, str] = {
    MANDATORY: "mandatory",
    NOT_KNOWN_ACCEPTED: 'mandatory; "not known" is accepted with a reason',
    CONDITIONAL: "mandatory",
    OPTIONAL: "optional",
    NOT_ASKED: "not asked",
}
SAID_WORDS: Mapping[str, str] = {
    "given": "given",
    "not_known": "not known",
    "not_applicable": "does not apply",
    "": "not said",
}


def requirement_words(requirement: Requirement, *, language: str | None = None) -> str:
    """Return what is demanded of an element."""
    sign = text(SIGN_WORDS[requirement.sign], language=language)
    if not requirement.condition:
        return sign
    return f"{sign} {text(CONDITIONS[requirement.condition], language=language)}"


def said_words(row: Row, *, language: str | None = None) -> str:
    """Return what a request says of an element."""
    return text(SAID_WORDS.get(row.said, row.said), language=language)


def problem_words(problem: Problem, *, language: str | None = None) -> str:
    """Return what is wrong: the element, what was expected and found, the cure."""

    def told(english: str) -> str:
        code = english.replace(" ", "_")
        # A kind of request is a code, and codes have their names beside the catalogue.
        return (
            word(code, language=language)
            if code in FORM_KINDS
            else text(english, language=language)
        )

    return problem.sentence(told)


def problem_members(problem: Problem) -> dict[str, object]:
    """Return a problem for programs; the sentence is in the reader's language."""
    return {
        "element": problem.element,
        "rule": problem.rule,
        "problem": problem.code,
        "values": {name: str(value) for name, value in problem.values.items()},
        "message": problem_words(problem),
    }


def checklist_members(checklist: Checklist) -> dict[str, object]:
    """Return a checklist for programs."""
    return {
        "kind": checklist.kind,
        "complete": not checklist.problems,
        "body_held": checklist.has_body,
        "problems": [problem_members(problem) for problem in checklist.problems],
        "set_aside": dict(checklist.set_aside),
        "elements": [
            {
                "element": row.element.id,
                "requirement": row.requirement.sign,
                "condition": row.requirement.condition,
                "said": row.said,
                "problems": [problem.code for problem in row.problems],
            }
            for row in checklist.rows
        ],
    }
