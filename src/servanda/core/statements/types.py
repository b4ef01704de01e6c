"""What a statement type is: the shape every file of this folder fills in.

Source: docs/spec/statements/README.md.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from servanda.core.canonical import JsonObject
from servanda.core.faults import Expected, Fault, Found, expect
from servanda.core.statements.codes import HANDLING_CODES, PAPS
from servanda.core.statements.fields import Code, Field, ListOf
from servanda.core.statements.header import Header
from servanda.core.statements.header_rules import AnswersOnly
from servanda.core.statements.rules import Rising
from servanda.core.statements.schema import AccordCodes, Schema, SchemaError, check_closed

# The word that lets `ref` point to any leaf that is a statement, even of an unknown type.
ANY_STATEMENT = frozenset(("*",))

# TLP 2.0; who may see what the body says. Optional where a statement has no free text.
TLP = Code(frozenset(("red", "amber_strict", "amber", "green", "clear")))

# What else the author of a body or an attachment may demand.
HANDLING_FIELDS: Final[Mapping[str, Field]] = {
    "handling": ListOf(Code(HANDLING_CODES), most=len(HANDLING_CODES)),
    "pap": Code(PAPS),
}
HANDLING_RULES: Final = (Rising("handling"),)


def with_handling(facts: Schema) -> Schema:
    """Return `facts` with what its author may demand for the body beside the marking."""
    return replace(
        facts,
        optional={**facts.optional, **HANDLING_FIELDS},
        rules=(*facts.rules, *HANDLING_RULES),
    )


HeaderCheck: TypeAlias = Callable[[Header], Fault | None]
# Called with facts and body, each of which fits by itself.
BodyCheck: TypeAlias = Callable[[JsonObject, JsonObject], Fault | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementType:
    """One type of statement.

    Attributes:
        name: The word in the header's `type`.
        version: Of the schemas, as the accord's `profile` names it.
        facts: What may stand in the clear header; closed, so it cannot hold free text.
        body: The members of the sealed body; None if it has none, or is an accord.
        body_required: Whether the header must name a body; never where there is none.
        body_is_accord: The body is an accord and not an object of members (`proposal`).
        answers: Types that `ref` may point to; empty means that there is no `ref`.
        answers_only: Which of these, where a fact narrows them.
        ref_required: Whether the header must have a `ref`.
        before_accord: Whether it may stand in a log while no version is in force.
        is_statement: False only for `receipt`, which asks for no receipt.
        checks: Rules between header fields; each returns the fault, or None.
        body_checks: Rules between facts and body; each returns the fault, or None.
    """

    name: str
    facts: Schema
    version: int = 1
    body: Schema | None = None
    body_required: bool = False
    body_is_accord: bool = False
    answers: frozenset[str] = frozenset()
    answers_only: tuple[AnswersOnly, ...] = ()
    ref_required: bool = False
    before_accord: bool = False
    is_statement: bool = True
    checks: tuple[HeaderCheck, ...] = ()
    body_checks: tuple[BodyCheck, ...] = ()

    def __post_init__(self) -> None:
        check_closed(self.facts)

    @property
    def has_body(self) -> bool:
        """Say whether statements of this type may have a body, and so attachments."""
        return self.body is not None or self.body_is_accord

    def may_answer(self, type_name: str | None, *, facts: JsonObject) -> bool:
        """Say whether `ref` may point to a certain statement.

        Args:
            type_name: Of the statement that is answered; None for an unreadable one.
            facts: Of the statement that answers; they fit.
        """
        if self.answers == ANY_STATEMENT:
            return True
        if type_name is None or type_name not in self.answers:
            return False
        return all(rule.allows(type_name, facts) for rule in self.answers_only)


def validate_facts(
    statement_type: StatementType, facts: JsonObject, *, terms: AccordCodes | None = None
) -> None:
    """Check that `facts` fit `statement_type`.

    Args:
        statement_type: As the header names it.
        facts: As received.
        terms: Of the accord in force, whose lists bind the codes; None before any is.

    Raises:
        SchemaError: They do not; the message names the field.
    """
    statement_type.facts.validate(facts)
    if terms is not None:
        statement_type.facts.validate_accord_codes(facts, terms)


def validate_header(statement_type: StatementType, header: Header) -> None:
    """Check what the type demands of the header beside its facts: `ref`, `body`, `att`.

    Where `ref` points is for the judge, who knows the past.

    Args:
        statement_type: The one that `header.type` names.
        header: Of a leaf whose facts already fit.

    Raises:
        SchemaError: A field is missing, or stands where the type has none.
    """
    name = statement_type.name
    if header.ref is None:
        if statement_type.ref_required:
            raise SchemaError(Fault("ref", expect(Expected.IN_EVERY, type=name), Found.NOTHING))
    elif not statement_type.answers:
        raise SchemaError(Fault("ref", expect(Expected.NONE_IN, type=name), header.ref))
    if header.body is None:
        if statement_type.body_required:
            raise SchemaError(Fault("body", expect(Expected.IN_EVERY, type=name), Found.NOTHING))
        if header.att:
            raise SchemaError(Fault("att", expect(Expected.ONLY_WITH_BODY), list(header.att)))
    elif not statement_type.has_body:
        raise SchemaError(Fault("body", expect(Expected.NONE_IN, type=name), header.body))
    for check in statement_type.checks:
        fault = check(header)
        if fault is not None:
            raise SchemaError(fault)
