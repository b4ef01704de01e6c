"""A responder with no manners: whatever it says about a request moves no clock and no state."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from servanda.core.canonical import JsonObject, JsonValue
from servanda.core.casework.answer_clock import answer_state, extended_answer_state
from servanda.core.casework.case import INDIRECT, Case
from servanda.core.casework.casework import Casework
from servanda.core.casework.transitions import State
from servanda.core.casework.verdicts import ClockState, access_of, acknowledgement_state
from servanda.core.identifiers import Digest
from servanda.core.review.figure import Values
from servanda.core.review.figures import review_population
from servanda.simulation.accord import RESPONSE, RESPONSE_BODY
from servanda.simulation.two_nodes import ALICE
from servanda.simulation.years.accord import year_terms
from servanda.usecases.review.compute_review import compute_review
from tests.attacks.stage import Attacked, attacked, cut_now

DIRECT: JsonObject = {"access": "direct", "tlp": "amber"}
DESK: JsonObject = {"desk": "A desk", "file_number": "B-1"}
TEXT: JsonObject = {"text": "Because."}
FLOOD = 300
# Of the accord here: to acknowledge 48 hours, to answer 20 days.
TERMS = replace(year_terms(), extension_grounds=frozenset({"volume_of_data"}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A request as a cut of Alice's finds it, and the review of that cut.

    Attributes:
        case: The request.
        casework: All there is.
        at: The end of the period.
        figures: Over all that Alice asked, by their names.
    """

    case: Case
    casework: Casework
    at: datetime
    figures: dict[str, Values]

    @property
    def answer(self) -> ClockState:
        return answer_state(self.case, self.case.current, casework=self.casework, at=self.at)

    @property
    def extended(self) -> ClockState:
        return extended_answer_state(
            self.case, self.case.current, casework=self.casework, at=self.at
        )

    @property
    def acknowledgement(self) -> ClockState:
        return acknowledgement_state(
            self.case, self.case.current, casework=self.casework, at=self.at
        )


def asked() -> tuple[Attacked, Digest]:
    """A request that Bob has receipted and nothing more."""
    attack = attacked(terms=TERMS)
    request = attack.asks()
    tell(attack, "receipt", {})
    return attack, request


def tell(
    attack: Attacked,
    type_: str,
    facts: JsonObject,
    *,
    ref: Digest | None = None,
    body: JsonObject | None = None,
    claims: datetime | None = None,
) -> None:
    """Let Bob see all that Alice said, and say this to her, as if at `claims`."""
    pair = attack.alice.pair
    attack.bob.theirs = list(attack.alice.store.leaf_hashes(pair.own, 0, pair.own_size))
    salted = None if body is None else attack.bob.salted(body)
    header = attack.bob.draft(type_, facts, ref=ref, salted=salted)
    attack.bob.append(header._replace(time=claims or attack.bob.now), salted=salted)
    attack.send()


def judge(attack: Attacked, request: Digest) -> Judged:
    """Let Alice cut now."""
    cut_now(attack)
    review = compute_review(services=attack.alice.services)
    population, _ = review_population(review.contents)
    return Judged(
        case=population.casework.cases[request],
        casework=population.casework,
        at=population.at,
        figures={
            row.figure: row.values
            for row in review.figures.rows
            if (row.cell.direction, row.cell.kind, row.cell.urgency) == (ALICE, "all", "all")
        },
    )


def due_of(state: ClockState) -> datetime:
    assert state.verdict is not None
    return state.verdict.due.at


def undisturbed_due() -> datetime:
    """When the answer is due where Bob says nothing at all."""
    attack, request = asked()
    return due_of(judge(attack, request).answer)


def test_an_answer_before_any_acknowledgement_acknowledges_late_and_stays_so() -> None:
    attack, request = asked()
    attack.wait(days=3)
    tell(attack, "response", RESPONSE, ref=request, body=RESPONSE_BODY)
    tell(
        attack,
        "acknowledgement",
        DIRECT,
        ref=request,
        body=DESK,
        claims=attack.bob.now - timedelta(days=3),
    )

    judged = judge(attack, request)

    assert judged.case.state is State.RESPONDED
    assert judged.acknowledgement.verdict is not None
    assert not judged.acknowledgement.verdict.is_in_time
    assert (judged.figures["T2"]["d"], judged.figures["T2"]["n"]) == (1, 0)
    assert judged.figures["T16"]["out_of_state"] == 1


def test_a_second_acknowledgement_buys_no_time() -> None:
    attack, request = asked()
    tell(attack, "acknowledgement", DIRECT, ref=request, body=DESK)
    attack.wait(days=1)
    tell(attack, "acknowledgement", {**DIRECT, "access": "indirect"}, ref=request, body=DESK)

    judged = judge(attack, request)

    assert access_of(judged.case, judged.case.current, casework=judged.casework) != INDIRECT
    assert due_of(judged.answer) == undisturbed_due()
    assert judged.case.current.acknowledged_at == judged.case.current.started_at
    assert judged.figures["T16"]["out_of_state"] == 1


def question(number: int, defect: str = "unclear") -> tuple[JsonObject, JsonObject]:
    one: JsonObject = {"number": number, "element": "E11", "defect": defect, "blocking": True}
    facts: JsonObject = {"step": "ask", "questions": [one], "tlp": "amber"}
    return facts, {"texts": [{"number": number, "text": "Which one?"}]}


def test_whoever_asks_for_ever_has_two_rounds_and_is_late_after_them() -> None:
    attack, request = asked()
    for number in range(1, 6):
        facts, body = question(number)
        tell(attack, "clarification", facts, ref=request, body=body)
        if number <= TERMS.clarification_rounds:
            answers: list[JsonValue] = [{"number": number, "result": "already_in_form"}]
            attack.alice.say(
                "clarification",
                {"step": "answer", "answers": answers, "tlp": "amber"},
                body={"texts": [{"number": number, "text": "It is in the form."}]},
                ref=request,
            )
            tell(attack, "receipt", {})
        attack.wait(days=1)
    attack.wait(days=30)

    judged = judge(attack, request)

    assert judged.case.state is not State.CLARIFICATION
    assert judged.answer.verdict is not None
    assert not judged.answer.verdict.is_in_time
    assert judged.figures["T8"]["overdue"] == 1
    assert judged.figures["T16"]["out_of_state"] == 3


def test_a_pause_for_what_the_form_had_is_its_own_time() -> None:
    attack, request = asked()
    facts, body = question(1, "missing")
    tell(attack, "clarification", facts, ref=request, body=body)
    attack.wait(days=6)
    attack.alice.say(
        "clarification",
        {"step": "answer", "answers": [{"number": 1, "result": "already_in_form"}], "tlp": "amber"},
        body={"texts": [{"number": 1, "text": "It is in the form."}]},
        ref=request,
    )
    tell(attack, "receipt", {})

    judged = judge(attack, request)

    assert due_of(judged.answer) == undisturbed_due()
    assert judged.figures["T12"]["responder"] == timedelta(days=6).total_seconds()


def test_a_hold_renewed_after_its_review_date_is_late_from_that_date_on() -> None:
    attack, request = asked()
    postponed: JsonObject = {"step": "postponed", "ground": "not_available", "tlp": "amber"}
    review_at = attack.bob.now + timedelta(days=2)
    until = review_at.strftime("%Y-%m-%dT%H:%M:%SZ")
    tell(attack, "status", {**postponed, "until": until}, ref=request, body=TEXT)
    attack.wait(days=3)
    tell(
        attack,
        "status",
        {**postponed, "until": "2030-01-01T00:00:00Z"},
        ref=request,
        body=TEXT,
        claims=review_at - timedelta(hours=1),
    )

    judged = judge(attack, request)

    assert due_of(judged.answer) == review_at
    assert judged.figures["T8"]["overdue"] == 1


def test_a_back_dated_answer_is_as_late_as_it_came_and_is_marked() -> None:
    attack, request = asked()
    attack.wait(days=25)
    attack.alice.say("status", {"step": "enquiry", "tlp": "amber"}, body=TEXT, ref=request)
    claims = attack.bob.now - timedelta(days=10)
    tell(attack, "response", RESPONSE, ref=request, body=RESPONSE_BODY, claims=claims)

    judged = judge(attack, request)

    assert judged.answer.verdict is not None
    assert judged.answer.verdict.stop == attack.bob.now - timedelta(minutes=1)  # not the claim
    assert (judged.figures["T4"]["d"], judged.figures["T4"]["n"]) == (1, 0)
    assert judged.figures["T16"]["clock_conflict"] == 1


def extension(**facts: JsonValue) -> JsonObject:
    return {"step": "notice", "until_day": "2026-06-30", "tlp": "amber", **facts}


def test_an_extension_without_ground_or_reason_or_on_no_agreed_ground_is_no_statement() -> None:
    attack, request = asked()
    verdicts = []
    for facts, body in (
        (extension(), TEXT),
        (extension(ground="volume_of_data"), None),
        (extension(ground="complexity"), TEXT),
        (extension(ground="because"), TEXT),
    ):
        tell(attack, "extension", facts, ref=request, body=body)
        verdicts.append(attack.copied().verdict)

    judged = judge(attack, request)

    assert verdicts == ["invalid"] * 4
    assert due_of(judged.extended) == due_of(judged.answer) == undisturbed_due()
    assert judged.case.current.extensions == ()


def test_an_extension_that_comes_late_or_shortens_or_is_only_proposed_moves_nothing() -> None:
    attack, request = asked()
    grounded = extension(ground="volume_of_data")
    tell(attack, "extension", {**grounded, "until_day": "2026-01-12"}, ref=request, body=TEXT)
    tell(attack, "extension", {**grounded, "step": "proposal"}, ref=request, body=TEXT)
    attack.wait(days=25)
    back = attack.bob.now - timedelta(days=10)
    tell(attack, "extension", grounded, ref=request, body=TEXT, claims=back)

    judged = judge(attack, request)

    assert due_of(judged.extended) == due_of(judged.answer) == undisturbed_due()
    assert (judged.figures["T11"]["n"], judged.figures["T8"]["overdue"]) == (0, 1)


def test_whoever_ends_the_others_request_ends_nothing() -> None:
    attack, request = asked()
    attack.wait(days=21)
    for step in ("closed", "lapsed", "reopened", "reclassified"):
        facts: JsonObject = {"step": step, "tlp": "amber"}
        if step == "reclassified":
            facts = {**facts, "urgency": "routine"}
        tell(attack, "status", facts, ref=request, body=TEXT)
    taken_back: JsonObject = {"reason": "no_longer_needed", "tlp": "amber"}
    tell(attack, "withdrawal", taken_back, ref=request, body=TEXT)
    tell(
        attack,
        "extension",
        {"step": "consent", "until_day": "2026-06-30", "tlp": "amber"},
        ref=request,
    )

    judged = judge(attack, request)

    assert judged.case.state is State.DELIVERED
    assert judged.case.is_open
    assert judged.figures["T8"]["overdue"] == 1
    assert judged.figures["T16"]["out_of_state"] == 6


def test_a_flood_of_checks_moves_no_clock_and_measures_nothing() -> None:
    attack, request = asked()
    before = judge(attack, request)
    pair = attack.alice.pair
    attack.bob.theirs = list(attack.alice.store.leaf_hashes(pair.own, 0, pair.own_size))
    for _ in range(FLOOD):
        attack.bob.say("check", {"step": "ask"})
    attack.send()

    judged = judge(attack, request)

    assert due_of(judged.answer) == due_of(before.answer)
    assert judged.casework.skew.bounds == []
    held = [leaf for leaf in attack.alice.copied_leaves if leaf.type == "check"]
    assert len(held) == FLOOD  # signed, receipted, for everybody to count
    assert attack.alice.pair.copy_size == len(attack.bob.leaves)


def calendar(*closed: str, minutes: int = 0) -> JsonObject:
    return {
        "weekend": [5, 6],
        "closed": list(closed),
        "opened": [],
        "offsets": [{"from": "2026-01-01T00:00:00Z", "minutes": minutes}],
        "complete_until": "2027-01-01",
    }


def test_a_calendar_changed_after_the_fact_changes_no_due_time_and_stays_in_the_record() -> None:
    attack = attacked(terms=TERMS)
    tell(attack, "calendar", calendar())
    attack.wait(minutes=10)
    request = attack.asks()
    tell(attack, "receipt", {})
    before = judge(attack, request)
    days = [(attack.bob.now + timedelta(days=n)).date().isoformat() for n in range(15, 40)]
    tell(attack, "calendar", calendar(*days, minutes=-840))
    attack.wait(days=22)

    judged = judge(attack, request)

    assert due_of(judged.answer) == due_of(before.answer)
    assert judged.figures["T8"]["overdue"] == 1
    assert len(judged.casework.calendars_of(attack.bob.own.from_party)) == 2


def test_an_outcome_that_nobody_knows_answers_nothing() -> None:
    attack, request = asked()
    unknown: JsonObject = {**RESPONSE, "outcome": "done_already"}
    tell(attack, "response", unknown, ref=request, body=RESPONSE_BODY)
    attack.wait(days=21)

    judged = judge(attack, request)

    assert (attack.copied().verdict, judged.case.state) == ("invalid", State.DELIVERED)
    assert "outcome" in attack.copied().reason
    assert judged.figures["T8"]["overdue"] == 1
    assert (judged.figures["T4"]["d"], judged.figures["T4"]["n"]) == (1, 0)


def test_an_answer_with_more_items_than_were_asked_for_is_over_no_more_than_those() -> None:
    attack, request = asked()
    padded: JsonObject = {**RESPONSE, "items": ["missing", *["supplied"] * 99]}
    tell(attack, "response", padded, ref=request, body=RESPONSE_BODY)
    tell(attack, "receipt", {})

    judged = judge(attack, request)

    assert judged.case.items == 1
    assert (judged.figures["Q4"]["d"], judged.figures["Q4"]["n"]) == (1, 0)
    assert judged.figures["Q4"]["missing"] == 1


def test_a_refusal_that_says_not_what_a_refusal_must_say_answers_nothing() -> None:
    attack, request = asked()
    refusal: JsonObject = {
        **RESPONSE,
        "outcome": "refused_full",
        "ground": sorted(TERMS.grounds)[0],
        "items": ["refused"],
    }
    tell(attack, "response", refusal, ref=request, body=RESPONSE_BODY)

    judged = judge(attack, request)

    assert (attack.copied().verdict, judged.case.state) == ("invalid", State.DELIVERED)
    assert "partial_possible" in attack.copied().reason
