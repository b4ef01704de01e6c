"""A decision is one text and one only; none can be dropped, doubled, moved or edited unseen."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.evidence.decisions.decision import (
    FIRST_LINE,
    Decision,
    InvalidDecisionError,
    MalformedDecisionError,
    Verb,
    parse_decision,
    require_chain,
)

AT = datetime(2025, 11, 20, 9, 0, tzinfo=UTC)
PLAIN = st.text(st.characters(categories=("L", "N", "P", "Zs")), min_size=1, max_size=60).filter(
    lambda text: bool(text.strip()) and text.isprintable()
)


def first(*, reason: str = "The post names its author.") -> Decision:
    return Decision(
        number=0,
        prev=None,
        at=AT,
        by="analyst-1",
        verb=Verb.CONFIRM,
        target="quotation:" + "ab" * 32 + ":10-90",
        value={},
        reason=reason,
    )


def chain(length: int) -> tuple[Decision, ...]:
    made = [first()]
    while len(made) < length:
        last = made[-1]
        made.append(
            replace(last, number=last.number + 1, prev=last.digest, at=last.at + timedelta(days=1))
        )
    return tuple(made)


@given(by=PLAIN, target=PLAIN, reason=PLAIN, verb=st.sampled_from(Verb))
def test_a_decision_comes_back_from_its_text(by: str, target: str, reason: str, verb: Verb) -> None:
    decision = replace(first(), by=by, target=target, reason=reason, verb=verb)

    assert parse_decision(decision.text) == decision


@given(data=st.binary(max_size=200), with_first_line=st.booleans())
def test_any_bytes_are_a_decision_or_refused(data: bytes, *, with_first_line: bool) -> None:
    text = FIRST_LINE + data + b"\n" if with_first_line else data

    try:
        decision = parse_decision(text)
    except MalformedDecisionError:
        return

    assert decision.text == text


@pytest.mark.parametrize(
    "change",
    [
        {"by": " "},
        {"reason": ""},
        {"reason": "x" * 2_001},
        {"target": "a\x1b[2J"},
        {"number": 1},
        {"value": {"text": "x" * 20_000}},
    ],
)
def test_what_nobody_could_answer_for_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(InvalidDecisionError):
        replace(first(), **change)  # type: ignore[arg-type]  # values of several types


def test_a_whole_chain_is_taken_as_it_is() -> None:
    assert require_chain(chain(4)) == chain(4)
    assert require_chain(()) == ()


@pytest.mark.parametrize("missing", [0, 1, 2])
def test_a_decision_that_is_dropped_is_noticed(missing: int) -> None:
    left = tuple(one for one in chain(4) if one.number != missing)

    with pytest.raises(MalformedDecisionError):
        require_chain(left)


def test_a_decision_that_is_edited_is_noticed_by_the_next() -> None:
    made = chain(3)
    edited = (made[0], replace(made[1], reason="Another reason."), made[2])

    with pytest.raises(MalformedDecisionError):
        require_chain(edited)


def test_decisions_in_another_order_are_noticed() -> None:
    made = chain(3)

    with pytest.raises(MalformedDecisionError):
        require_chain((made[0], made[2], made[1]))
