"""Only what the author itself said later, about the same case, can be its consent."""

from dataclasses import replace

import pytest

from servanda.core.exchange.leaf import VerifiedStatement
from servanda.core.handling.consent import is_consent
from servanda.core.handling.markings import Handling, Part, handling_of
from servanda.core.identifiers import PartyId, digest_of
from servanda.core.statements.codes import HANDLING_CODES
from tests.core.casework.counting import counted
from tests.core.keys.cast import ALICE, BOB


def said(
    name: str, by: PartyId, index: int, *, ref: str | None = None, has_body: bool = True
) -> VerifiedStatement:
    one = counted(name, "request", {}, by=by, received="01-05 09:00", ref=ref).statement
    body = digest_of(name.encode()) if has_body else None
    return replace(one, index=index, header=one.header._replace(body=body))


ASKED = said("asked", ALICE, 1)
ANSWER = said("answer", BOB, 4, ref="asked")
LATER = said("later", BOB, 9, ref="asked")
OF_ANSWER = said("of answer", BOB, 9, ref="answer")
OTHER_CASE = said("other", ALICE, 2)


def fits(consent: VerifiedStatement, *more: VerifiedStatement, by: PartyId = ALICE) -> bool:
    past = {one.digest: one for one in (ASKED, ANSWER, consent, *more)}
    return is_consent(consent, ANSWER, past, by=by)


@pytest.mark.parametrize("consent", [LATER, OF_ANSWER])
def test_a_later_statement_of_the_author_about_the_case_is_one(
    consent: VerifiedStatement,
) -> None:
    assert fits(consent)


REFUSED = {
    "the statement itself": ANSWER,
    "what was said before": said("before", BOB, 3, ref="asked"),
    "what has no words": said("silent", BOB, 9, ref="asked", has_body=False),
    "our own words": said("ours", ALICE, 9, ref="asked"),
    "our own request": ASKED,
    "words about another case": said("elsewhere", BOB, 9, ref="other"),
    "words about nothing": said("alone", BOB, 9),
}


@pytest.mark.parametrize("title", REFUSED)
def test_nothing_else_is_one(title: str) -> None:
    assert not fits(REFUSED[title], OTHER_CASE)


def test_nobody_consents_to_itself_from_the_other_side_either() -> None:
    assert not fits(LATER, by=BOB)


def test_the_codes_of_all_parts_bind_and_ones_own_bind_nobody_but_others() -> None:
    for code in HANDLING_CODES:
        both = Handling(
            parts=(Part(author=BOB, codes=frozenset({code})), Part(author=ALICE, pap="red"))
        )

        assert both.codes == both.codes_for(ALICE) == {code}
        assert both.codes_for(BOB) == frozenset()
        assert (both.pap, both.pap_for(BOB), both.pap_for(ALICE)) == ("red", "red", "clear")


def test_an_answer_inherits_the_codes_and_the_pap_of_what_it_answers() -> None:
    facts = {"handling": ["no_onward", "prevention_only"], "pap": "amber"}
    asked = replace(ASKED, header=ASKED.header._replace(facts=facts))
    past = {one.digest: one for one in (asked, ANSWER)}

    found = handling_of(ANSWER, past)

    assert found.codes == {"no_onward", "prevention_only"}
    assert found.pap == "amber"
