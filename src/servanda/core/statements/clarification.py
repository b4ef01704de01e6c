"""`clarification`: numbered questions about a request, their answers, and leave to ask once more.

Which element a question is about, what is wrong with it and whether it blocks stand in clear,
for from these alone it follows who is charged with the pause. The words are sealed.

Source: docs/spec/statements/clarification.md.
"""

from collections.abc import Sequence
from typing import cast

from servanda.core.canonical import JsonObject
from servanda.core.faults import Expected, Fault, expect
from servanda.core.statements.codes import ANSWER_RESULTS, DEFECTS, ELEMENTS
from servanda.core.statements.fields import Code, Integer, ListOf, Text, Truth
from servanda.core.statements.header_rules import NeedsBody, NoBody
from servanda.core.statements.rules import Needs, OnlyWith, Rising
from servanda.core.statements.schema import Record, Schema
from servanda.core.statements.types import TLP, StatementType, with_handling

MAX_QUESTIONS = 50  # of one statement; more is a request that should be written anew
_NUMBER = Integer(1, 999)  # counted on over all questions about one request
_ASK, _ANSWER, _CONSENT = (frozenset((step,)) for step in ("ask", "answer", "consent"))


def _numbers(entries: object) -> list[int]:
    return [cast("int", entry["number"]) for entry in cast("Sequence[JsonObject]", entries)]


def _find_texts_fault(facts: JsonObject, body: JsonObject) -> Fault | None:
    named = _numbers(facts.get("questions", facts.get("answers", ())))
    found = _numbers(body["texts"])
    if found != named:
        return Fault("texts", expect(Expected.TEXTS, words=tuple(map(str, named))), found)
    return None


TYPE = StatementType(
    name="clarification",
    facts=with_handling(
        Schema(
            required={"step": Code(_ASK | _ANSWER | _CONSENT), "tlp": TLP},
            optional={
                "questions": ListOf(
                    Record(
                        Schema(
                            required={
                                "number": _NUMBER,
                                "element": Code(ELEMENTS),
                                "defect": Code(DEFECTS),
                                "blocking": Truth(),
                            }
                        )
                    ),
                    most=MAX_QUESTIONS,
                ),
                "answers": ListOf(
                    Record(Schema(required={"number": _NUMBER, "result": Code(ANSWER_RESULTS)})),
                    most=MAX_QUESTIONS,
                ),
            },
            rules=(
                Needs("step", _ASK, ("questions",)),
                OnlyWith(("questions",), "step", _ASK),
                Needs("step", _ANSWER, ("answers",)),
                OnlyWith(("answers",), "step", _ANSWER),
                Rising("questions", by="number"),
                Rising("answers", by="number"),
            ),
        )
    ),
    body=Schema(
        required={
            "texts": ListOf(
                Record(Schema(required={"number": _NUMBER, "text": Text(10_000)})),
                most=MAX_QUESTIONS,
            )
        }
    ),
    answers=frozenset(("request",)),
    ref_required=True,
    checks=(NeedsBody("step", _ASK | _ANSWER), NoBody("step", _CONSENT)),
    body_checks=(_find_texts_fault,),
)
