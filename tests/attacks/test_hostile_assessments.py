"""A counterpart that plays with assessments: kept, without effect, and never the wrong text."""

from datetime import timedelta

from servanda.core.assessments.assessment import AssessmentState
from servanda.core.canonical import JsonObject
from servanda.core.identifiers import Digest, digest_of
from servanda.core.statements.evidence_set import evidence_root
from servanda.simulation.years.accord import year_terms
from servanda.usecases.conduct.read_assessments import PairAssessments, read_assessments
from servanda.usecases.ports.records import VALID
from tests.attacks.stage import Attacked, attacked
from tests.attacks.test_hostile_concerns import tell

EVIDENCE = sorted(digest_of(name) for name in (b"one", b"two"))
WORDS: JsonObject = {"text": "<script>alert(1)</script> Late.", "evidence": [*EVIDENCE]}
JUDGED: JsonObject = {
    "step": "drafted",
    "commitment": "C1.1",
    "from": "2025-01-01T00:00:00Z",
    "until": "2025-07-01T00:00:00Z",
    "value": "minimal",
    "confidence": "high",
    "evidence": evidence_root(EVIDENCE),
    "tlp": "amber",
}
COMMENT: JsonObject = {"step": "commented", "position": "disagrees", "tlp": "amber"}
RELEASED: JsonObject = {"step": "released"}
SAID: JsonObject = {"text": "Not so."}


def assessments(attack: Attacked) -> PairAssessments:
    found = read_assessments(attack.alice.pair, services=attack.alice.services)
    assert found is not None
    return found


def state(attack: Attacked, leaf: Digest) -> AssessmentState:
    return assessments(attack).assessments.by_leaf[leaf].state


def drafted_and_commented(attack: Attacked) -> Digest:
    leaf = tell(attack, "assessment", JUDGED, body=WORDS)
    attack.alice.say("assessment", COMMENT, body=SAID, ref=leaf)
    return leaf


def test_a_release_cannot_say_another_text_or_value_than_the_draft() -> None:
    attack = attacked(terms=year_terms())
    leaf = drafted_and_commented(attack)

    tell(attack, "assessment", {**JUDGED, **RELEASED, "value": "full"}, ref=leaf, body=WORDS)
    assert attack.copied().verdict != VALID
    tell(attack, "assessment", {**RELEASED, "tlp": "amber"}, ref=leaf, body=WORDS)
    assert attack.copied().verdict != VALID
    tell(attack, "assessment", RELEASED, ref=leaf)

    (standing,) = assessments(attack).assessments.released()
    assert (standing.leaf, standing.judgement.value) == (leaf, "minimal")


def test_a_text_that_was_not_commented_on_is_not_released_in_the_place_of_one_that_was() -> None:
    attack = attacked(terms=year_terms())
    leaf = drafted_and_commented(attack)
    other = tell(attack, "assessment", {**JUDGED, "value": "full"}, ref=leaf, body=WORDS)

    released = [tell(attack, "assessment", RELEASED, ref=one) for one in (leaf, other)]

    found = assessments(attack).assessments
    assert [state(attack, one) for one in (leaf, other)] == [
        AssessmentState.REPLACED,
        AssessmentState.DRAFT,
    ]
    assert found.out_of_state == released
    assert not list(found.released())


def test_a_release_before_comment_or_silence_is_kept_and_flagged() -> None:
    attack = attacked(terms=year_terms())
    leaf = tell(attack, "assessment", JUDGED, body=WORDS)

    released = tell(attack, "assessment", RELEASED, ref=leaf)

    assert attack.copied().verdict == VALID
    assert state(attack, leaf) is AssessmentState.DRAFT
    assert assessments(attack).assessments.out_of_state == [released]


def test_a_release_without_a_draft_is_no_valid_statement() -> None:
    attack = attacked(terms=year_terms())
    request = attack.asks()

    tell(attack, "assessment", RELEASED)
    assert attack.copied().verdict != VALID
    tell(attack, "assessment", RELEASED, ref=request)
    assert attack.copied().verdict != VALID
    assert not assessments(attack).assessments.by_leaf


def test_a_back_dated_or_post_dated_release_counts_from_its_receipt() -> None:
    attack = attacked(terms=year_terms())
    leaf = tell(attack, "assessment", JUDGED, body=WORDS)
    attack.bob.now += timedelta(days=30)
    early = tell(attack, "assessment", RELEASED, ref=leaf)
    assert state(attack, leaf) is AssessmentState.DRAFT

    attack.wait(days=20)
    attack.bob.now -= timedelta(days=19)
    tell(attack, "assessment", RELEASED, ref=leaf)

    found = assessments(attack).assessments
    one = found.by_leaf[leaf]
    assert found.out_of_state == [early]
    assert one.state is AssessmentState.RELEASED
    assert one.released_at is not None
    assert one.released_at > one.drafted_at + timedelta(days=19)


def test_a_period_that_is_not_over_is_not_assessed_by_a_clock_that_runs_ahead() -> None:
    attack = attacked(terms=year_terms())
    until = (attack.world.clock.now() + timedelta(days=2)).strftime("%Y-%m-%dT00:00:00Z")

    tell(attack, "assessment", {**JUDGED, "until": until}, body=WORDS)
    assert attack.copied().verdict != VALID
    attack.bob.now += timedelta(days=9)
    leaf = tell(attack, "assessment", {**JUDGED, "until": until}, body=WORDS)

    assert attack.copied().verdict == VALID
    found = assessments(attack).assessments
    assert not found.by_leaf
    assert found.out_of_state == [leaf]


def test_a_commitment_that_is_not_in_force_is_kept_and_has_no_effect() -> None:
    attack = attacked(terms=year_terms())

    tell(attack, "assessment", {**JUDGED, "commitment": "C9.9"}, body=WORDS)

    assert attack.copied().verdict != VALID
    assert not assessments(attack).assessments.by_leaf


def test_a_value_beside_the_scale_of_the_accord_is_no_valid_statement() -> None:
    attack = attacked(terms=year_terms())

    tell(attack, "assessment", {**JUDGED, "value": "7"}, body=WORDS)

    assert attack.copied().verdict != VALID


def test_nobody_comments_for_the_other_side_or_releases_its_draft() -> None:
    attack = attacked(terms=year_terms())
    ours = attack.alice.say("assessment", JUDGED, body=WORDS)
    theirs = tell(attack, "assessment", JUDGED, body=WORDS)
    own = tell(attack, "assessment", COMMENT, ref=theirs, body=SAID)
    attack.wait(days=20)
    released = tell(attack, "assessment", RELEASED, ref=ours)

    assert [state(attack, one) for one in (ours, theirs)] == [AssessmentState.DRAFT] * 2
    assert assessments(attack).assessments.out_of_state == [own, released]


def test_evidence_that_was_changed_is_not_what_the_header_names() -> None:
    attack = attacked(terms=year_terms())
    changed = {**WORDS, "evidence": [EVIDENCE[0], digest_of(b"another")]}

    leaf = tell(attack, "assessment", JUDGED, body=changed)

    assert attack.last().type == "refusal"
    assert leaf not in assessments(attack).assessments.by_leaf
