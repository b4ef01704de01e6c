"""Assessments between two nodes: what both come to, and what is refused before it is sent."""

from base64 import b64encode
from dataclasses import replace

import pytest

from servanda.core.accords.scale import Scale, ScaleValue
from servanda.core.accords.terms import Assessor, ClockRule
from servanda.core.accords.terms_form import encode_terms, parse_terms
from servanda.core.assessments.assessment import AssessmentState
from servanda.core.assessments.neutral import (
    public_of,
    said_digest,
    sign_judgement,
    signed_text,
)
from servanda.core.assessments.side_by_side import Agreement
from servanda.core.canonical import JsonObject
from servanda.core.errors import InvalidInputError
from servanda.core.identifiers import Digest, digest_of, format_instant
from servanda.core.statements.evidence_set import evidence_root
from servanda.simulation.accord import simulated_terms
from servanda.usecases.accords.accord_state import read_pair_state
from servanda.usecases.conduct.read_assessments import (
    PairAssessments,
    note_assessments,
    show_assessments,
    words_of_assessment,
)
from servanda.usecases.conduct.require_effect import IllegalStepError
from servanda.usecases.conduct.require_legal_assessment import IllegalAssessmentError
from servanda.usecases.exchange.own_leaves import IllegalStatementError
from servanda.usecases.review.last_period import last_period
from tests.usecases.nodes import Cast, Node, agreed_cast

EVIDENCE = sorted(digest_of(name) for name in (b"one", b"two"))
WORDS: JsonObject = {"text": "Two of three were late.", "evidence": [*EVIDENCE]}
JUDGED: JsonObject = {
    "step": "drafted",
    "commitment": "C1.1",
    "from": "2025-07-01T00:00:00Z",
    "until": "2026-01-01T00:00:00Z",
    "value": "minimal",
    "confidence": "high",
    "evidence": evidence_root(EVIDENCE),
    "tlp": "amber",
}
AGREES: JsonObject = {"step": "commented", "position": "agrees", "tlp": "amber"}
RELEASED: JsonObject = {"step": "released"}
TWO_VALUES = Scale(
    name="compliance",
    values=(
        ScaleValue(code="not_kept", title={"en": "not kept", "zh-Hans": "未履行"}),
        ScaleValue(code="kept", title={"en": "kept", "zh-Hans": "已履行"}),
    ),
)


def a_cast(scale: Scale | None = None) -> Cast:
    terms = parse_terms(simulated_terms())
    rule = ClockRule(name="comment", unit="calendar_days", amount=10)
    terms = replace(terms, clocks=(*terms.clocks, rule))
    return agreed_cast(terms=encode_terms(replace(terms, scale=scale) if scale else terms))


SEED = bytes(range(32))


def walter() -> Assessor:
    return Assessor(name="walter", key=b64encode(public_of(SEED)).decode())


def signed_by_walter(node: Node) -> JsonObject:
    """Return a draft that the neutral signed under the version in force."""
    (pair,) = node.services.store.pairs()
    newest = read_pair_state(pair, services=node.services).newest_accord
    assert newest is not None
    signed_at, said = "2026-01-02T00:00:00Z", said_digest(WORDS)
    text = signed_text(JUDGED, name="walter", signed_at=signed_at, said=said, accord=newest.digest)
    signature = b64encode(sign_judgement(text, name="walter", seed=SEED)).decode()
    neutral: JsonObject = {
        "name": "walter",
        "signed_at": signed_at,
        "said": said,
        "signature": signature,
    }
    return {**JUDGED, "neutral": neutral}


def say(
    cast: Cast,
    node: Node,
    facts: JsonObject,
    *,
    ref: Digest | None = None,
    body: JsonObject | None = None,
) -> Digest:
    cast.wait(minutes=1)
    leaf = node.send("assessment", facts, body=body, ref=ref)
    cast.settle()
    return leaf


def found(node: Node) -> PairAssessments:
    (shown,) = show_assessments(services=node.services)
    return shown


def test_both_nodes_come_to_the_same_and_hold_the_words() -> None:
    cast = a_cast()
    leaf = say(cast, cast.alice, JUDGED, body=WORDS)
    say(cast, cast.bob, AGREES, ref=leaf, body={"text": "So it was."})
    say(cast, cast.alice, RELEASED, ref=leaf)

    ours, theirs = found(cast.alice), found(cast.bob)
    assert ours.assessments.by_leaf == theirs.assessments.by_leaf
    one = theirs.assessments.by_leaf[leaf]
    assert one.state is AssessmentState.RELEASED
    words = words_of_assessment(one, services=cast.bob.services)
    assert one.comment is not None
    assert [words[each]["text"] for each in (leaf, one.comment)] == [WORDS["text"], "So it was."]


def test_what_a_neutral_signed_is_carried_by_a_party_and_stands_as_the_neutrals() -> None:
    terms = replace(parse_terms(simulated_terms()), assessors=(walter(),))
    cast = agreed_cast(terms=encode_terms(terms))
    facts = signed_by_walter(cast.alice)
    leaf = say(cast, cast.bob, facts, body=WORDS)
    say(cast, cast.alice, AGREES, ref=leaf, body={"text": "So it was."})
    say(cast, cast.bob, RELEASED, ref=leaf)

    for node in (cast.alice, cast.bob):
        (beside,) = found(node).side_by_side()
        assert [one.assessor for one in beside.assessments] == ["walter/neutral"]


def test_what_no_assessor_of_the_accord_signed_is_refused_before_it_is_sent() -> None:
    terms = replace(parse_terms(simulated_terms()), assessors=(walter(),))
    cast = agreed_cast(terms=encode_terms(terms))
    facts = signed_by_walter(cast.alice)

    with pytest.raises(IllegalAssessmentError, match="by an assessor that it names"):
        cast.bob.send("assessment", {**facts, "value": "full"}, body=WORDS)
    with pytest.raises(InvalidInputError, match="text"):
        cast.bob.send("assessment", facts, body={**WORDS, "text": "All were in time."})


def test_an_assessment_is_about_the_period_of_the_last_cut_unless_said_otherwise() -> None:
    cast = a_cast()
    (pair,) = cast.alice.services.store.pairs()

    assert last_period(pair, services=cast.alice.services) is None


def test_a_release_without_a_draft_is_refused_before_it_is_sent() -> None:
    cast = a_cast()

    with pytest.raises(IllegalStatementError, match="ref"):
        cast.alice.send("assessment", RELEASED)


def test_a_release_waits_for_the_comment_or_for_the_end_of_silence_and_says_until_when() -> None:
    cast = a_cast()
    leaf = say(cast, cast.alice, JUDGED, body=WORDS)

    with pytest.raises(IllegalAssessmentError, match="or its silence until 2026-") as caught:
        cast.alice.send("assessment", RELEASED, ref=leaf)
    assert caught.value.code == "illegal-assessment"
    cast.wait(days=11)
    say(cast, cast.alice, RELEASED, ref=leaf)
    assert found(cast.bob).assessments.by_leaf[leaf].stood_in_silence


def test_a_second_draft_on_the_same_matter_names_the_one_that_stands() -> None:
    cast = a_cast()
    leaf = say(cast, cast.alice, JUDGED, body=WORDS)

    with pytest.raises(IllegalAssessmentError, match=f"named as replaced: {leaf}"):
        cast.alice.send("assessment", {**JUDGED, "value": "full"}, body=WORDS)
    say(cast, cast.alice, {**JUDGED, "value": "full"}, body=WORDS, ref=leaf)
    assert found(cast.bob).assessments.by_leaf[leaf].state is AssessmentState.REPLACED


def test_nobody_comments_on_their_own_draft_or_releases_the_other_sides() -> None:
    cast = a_cast()
    leaf = say(cast, cast.alice, JUDGED, body=WORDS)

    with pytest.raises(IllegalStepError):
        cast.alice.send("assessment", AGREES, ref=leaf, body={"text": "Quite right."})
    cast.wait(days=11)
    with pytest.raises(IllegalStepError) as caught:
        cast.bob.send("assessment", RELEASED, ref=leaf)
    assert caught.value.legal == ("assessment.commented",)


def test_a_period_that_is_not_over_is_not_assessed() -> None:
    cast = a_cast()
    tomorrow = format_instant(cast.clock.now().replace(year=2027))

    with pytest.raises(IllegalStatementError, match="a period that is over by"):
        cast.alice.send("assessment", {**JUDGED, "until": tomorrow}, body=WORDS)


def test_a_commitment_that_is_not_in_force_is_not_assessed() -> None:
    cast = a_cast()

    with pytest.raises(IllegalStatementError, match="commitment"):
        cast.alice.send("assessment", {**JUDGED, "commitment": "C9"}, body=WORDS)


def test_values_are_those_of_the_accords_own_scale() -> None:
    cast = a_cast(TWO_VALUES)

    with pytest.raises(IllegalStatementError, match="one of the accord's scale"):
        cast.alice.send("assessment", JUDGED, body=WORDS)
    leaf = say(cast, cast.alice, {**JUDGED, "value": "kept"}, body=WORDS)
    shown = found(cast.bob)
    assert shown.assessments.by_leaf[leaf].terms.scale == TWO_VALUES
    assert shown.terms.scale.title("kept", language="zh-Hans") == "已履行"


def test_evidence_that_is_not_what_the_header_names_is_refused() -> None:
    cast = a_cast()

    with pytest.raises(InvalidInputError, match="evidence: expected just sha256:"):
        cast.alice.send("assessment", JUDGED, body={**WORDS, "evidence": EVIDENCE[:1]})


def test_both_sides_stand_beside_each_other_on_both_nodes() -> None:
    cast = a_cast()
    nothing: JsonObject = {"value": "not_assessable", "ground": "no_access"}
    bare = {name: item for name, item in JUDGED.items() if name not in {"confidence", "evidence"}}
    ours = say(cast, cast.alice, JUDGED, body=WORDS)
    theirs = say(cast, cast.bob, {**bare, **nothing}, body={"text": "We saw none of it."})
    say(cast, cast.bob, AGREES, ref=ours, body={"text": "Yes."})
    say(cast, cast.alice, AGREES, ref=theirs, body={"text": "Yes."})
    say(cast, cast.alice, RELEASED, ref=ours)
    say(cast, cast.bob, RELEASED, ref=theirs)

    for node in (cast.alice, cast.bob):
        (matter,) = found(node).side_by_side()
        assert [one.judgement.value for one in matter.assessments] == ["minimal", "not_assessable"]
        assert matter.agreement is Agreement.DIFFERENT


def test_the_end_of_the_time_to_comment_is_noted_once_on_both_sides() -> None:
    cast = a_cast()
    say(cast, cast.alice, JUDGED, body=WORDS)
    found(cast.alice)
    found(cast.bob)
    cast.wait(days=12)

    for node in (cast.alice, cast.bob):
        noted = note_assessments(services=node.services)
        assert {notice.clock for notice in noted} == {"comment"}
        assert note_assessments(services=node.services) == ()
