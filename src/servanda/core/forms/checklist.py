"""The checklist of a request: one row an element, the same for who asks and who answers.

Before sending it says everything that is wrong. On arrival it says what the header says and, if
the body is held, what the rules find in it: a requester who bypassed its own check is seen.

Source: docs/reference/request-form.md, "The checklist".
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from servanda.core.accords.terms import Terms
from servanda.core.canonical import JsonObject
from servanda.core.forms.elements import FORM_ELEMENTS, NOT_ASKED, Element, Requirement
from servanda.core.forms.filled import FilledForm
from servanda.core.forms.misfits import fitting
from servanda.core.forms.problems import Problem
from servanda.core.forms.rules import broken_rules, set_aside
from servanda.core.forms.said import said_elements

# What a missing member would be called once more by the rules.
_SAID_BY_A_MISFIT = frozenset(("element-missing", "condition-open", "header-disagrees"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One element on the checklist.

    Attributes:
        element: The element.
        requirement: What the request's kind demands of it.
        said: `given`, `not_known`, `not_applicable`, or empty if nothing is said.
        problems: What is wrong with it.
    """

    element: Element
    requirement: Requirement
    said: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checklist:
    """A request by its form.

    Attributes:
        kind: Of the request.
        rows: In the order of the form: what the kind asks for, and what is said beside it.
        others: Problems with members that belong to no row.
        set_aside: The reasons for which rules are set aside, by rule.
        has_body: Whether the body could be looked at.
    """

    kind: str
    rows: tuple[Row, ...]
    others: tuple[Problem, ...]
    set_aside: JsonObject
    has_body: bool

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything that is wrong, in the order of the form."""
        return (*self.others, *(problem for row in self.rows for problem in row.problems))


def check_form(form: FilledForm, *, misfits: Sequence[Problem] = ()) -> Checklist:
    """Return the checklist of `form`.

    Args:
        form: Of members that have their form.
        misfits: What was left out of it because it has not.
    """
    spoken_of = {problem.element for problem in misfits}
    found = [
        problem
        for problem in broken_rules(form)
        if problem.code not in _SAID_BY_A_MISFIT or problem.element not in spoken_of
    ]
    problems = [*misfits, *found]
    rows = tuple(_rows(form, problems))
    named = {row.element.id for row in rows}
    return Checklist(
        kind=form.kind,
        rows=rows,
        others=tuple(problem for problem in problems if problem.element not in named),
        set_aside=set_aside(form.members),
        has_body=form.body is not None,
    )


def check_before_sending(
    *,
    facts: JsonObject,
    body: JsonObject,
    has_files: bool,
    terms: Terms,
    now: datetime,
    same_open: Sequence[str],
) -> Checklist:
    """Return the checklist of a request that an officer wants to send, every fault at once."""
    good = fitting(facts, body, accord=terms)
    form = FilledForm(
        facts=good.facts,
        body=good.body,
        has_files=has_files,
        terms=terms,
        at=now,
        same_open=same_open,
    )
    return check_form(form, misfits=good.problems)


def with_derived_facts(facts: JsonObject, body: JsonObject, *, has_files: bool) -> JsonObject:
    """Return `facts` with what is read off the body, where the sender left it out."""
    items = body.get("items")
    count = {} if "items" in facts or not isinstance(items, list) else {"items": len(items)}
    said = said_elements(facts=facts, body=body, has_files=has_files)
    return {"elements": {**said}, **count, **facts}


def _rows(form: FilledForm, problems: Iterable[Problem]) -> Iterable[Row]:
    by_element: dict[str, list[Problem]] = {}
    for problem in problems:
        by_element.setdefault(problem.element, []).append(problem)
    for name, element in FORM_ELEMENTS.items():
        requirement = element.requirements.get(form.kind, Requirement(sign=NOT_ASKED))
        said, found = form.said.get(name, ""), tuple(by_element.get(name, ()))
        if requirement.sign != NOT_ASKED or said or found:
            yield Row(element=element, requirement=requirement, said=said, problems=found)
