"""Fold counted statements into the assessments between two parties.

What is not legal in the state reached is kept, has no effect, and is listed. Time is that of
receipt: a release that claims to be older than it is counts from when it came.

Source: docs/spec/assessments.md; docs/decisions/0029 and 0043.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast

from servanda.core.accords.terms import Terms
from servanda.core.assessments.assessment import (
    COMMENTED,
    DRAFTED,
    STAND_IN,
    STEPS,
    Assessment,
    AssessmentState,
    Judgement,
    Matter,
    Speaker,
    neutral_name,
)
from servanda.core.assessments.neutral import NEUTRAL, is_signed_by_neutral
from servanda.core.canonical import JsonObject
from servanda.core.casework.casework import Casework, empty_casework, terms_for
from servanda.core.casework.clocks import Due
from servanda.core.casework.fold import apply_counted
from servanda.core.casework.transitions import Clock
from servanda.core.casework.unasked_clocks import INFORMATION
from servanda.core.casework.verdicts import ClockState, due_by_rule, unheld_state
from servanda.core.exchange.order import Counted
from servanda.core.identifiers import Digest, PartyId, parse_instant

ASSESSMENT = "assessment"
CALENDAR = "calendar"
ASSESSMENT_TYPES = frozenset((ASSESSMENT,))

# Open drafts of one assessor at once: far more than commitments and periods that people judge.
# Beyond it a draft is kept and has no effect, so a flood cannot bury what matters.
MAX_OPEN = 500


@dataclass(slots=True, kw_only=True)
class Assessments:
    """The assessments between two parties.

    Attributes:
        casework: Holds the calendars by which clocks are reckoned.
        by_leaf: By the leaf hash of the statement that drafted it, in their order.
        out_of_state: Statements without effect, in their order.
        standing: What is not replaced, by who said it, whose judgement it is and what it is
            about: a released one, and an open draft beside it.
        open_drafts: How many drafts of each author are open.
    """

    casework: Casework
    by_leaf: dict[Digest, Assessment] = field(default_factory=dict)
    out_of_state: list[Digest] = field(default_factory=list)
    standing: dict[tuple[PartyId, str, Matter], list[Assessment]] = field(default_factory=dict)
    open_drafts: Counter[PartyId] = field(default_factory=Counter)

    def clock(self, one: Assessment, *, at: datetime) -> ClockState:
        """Return the other side's clock to comment on a draft."""
        stop = one.commented_at or one.released_at
        return unheld_state(self.due(one), start=one.drafted_at, stop=stop, at=at)

    def due(self, one: Assessment) -> Due | None:
        """Return until when the other side can comment before silence is enough."""
        rule = one.terms.clock_for(
            Clock.COMMENT, kind=INFORMATION, urgency="routine", access="direct"
        )
        return due_by_rule(
            rule or STAND_IN,
            one.terms,
            casework=self.casework,
            by=one.other_side,
            start=one.drafted_at,
        )

    def is_silence_enough(self, one: Assessment, *, at: datetime) -> bool:
        """Say whether the time to comment has run out; never where the clock has no end."""
        due = self.due(one)
        return due is not None and at > due.at

    def released(self) -> Iterator[Assessment]:
        """Yield what stands: released, and not replaced."""
        return (one for one in self.by_leaf.values() if one.state is AssessmentState.RELEASED)

    def may_say(self, one: Assessment, step: str, *, by: PartyId, at: datetime) -> bool:
        """Say whether `step` about an assessment would have an effect."""
        row = STEPS.get(step)
        if row is None or (by == one.author) is not (row.by is Speaker.ASSESSOR):
            return False
        if one.state in row.after_silence:
            return self.is_silence_enough(one, at=at)
        return one.state in row.states

    def replace(self, one: Assessment, *, by: Digest) -> None:
        """Let the draft `by` take the place of an assessment."""
        if one.is_open:
            self.open_drafts[one.author] -= 1
        self.standing[one.author, one.assessor, one.matter].remove(one)
        one.state, one.replaced_by = AssessmentState.REPLACED, by


def fold_assessments(
    counted: Iterable[Counted], *, terms: Mapping[Digest, Terms], parties: Sequence[PartyId]
) -> Assessments:
    """Return the assessments that the counted statements come to.

    Args:
        counted: In the order of their effect; of other types only calendars are looked at.
        terms: Of every version in force for one of them, by its id.
        parties: Both, in the order of the accord.
    """
    found = Assessments(casework=empty_casework(terms=terms, parties=parties))
    for one in counted:
        header = one.statement.header
        if header.type == CALENDAR:
            apply_counted(found.casework, one)
        elif header.type == ASSESSMENT and not _apply(found, one):
            found.out_of_state.append(one.statement.digest)
    return found


def _apply(found: Assessments, counted: Counted) -> bool:
    header, leaf = counted.statement.header, counted.statement.digest
    step = str(header.facts["step"])
    if step == DRAFTED:
        return _draft(found, counted)
    one = None if header.ref is None else found.by_leaf.get(header.ref)
    at, author = counted.received_at, PartyId(header.from_party)
    if one is None or not found.may_say(one, step, by=author, at=at):
        return False
    one.state = STEPS[step].next_state
    if step == COMMENTED:
        one.comment, one.commented_at = leaf, at
        one.position = str(header.facts["position"])
        return True
    one.release, one.released_at = leaf, at
    found.open_drafts[one.author] -= 1
    if one.replaces is not None:
        found.replace(found.by_leaf[one.replaces], by=one.leaf)
    return True


def _draft(found: Assessments, counted: Counted) -> bool:
    header, leaf = counted.statement.header, counted.statement.digest
    matter, author = matter_of(header.facts), PartyId(header.from_party)
    # By neither clock may the period still run: nobody judges what has not happened yet.
    if matter.until > min(header.time, counted.received_at):
        return False
    terms = terms_for(found.casework, counted.statement)
    has_neutral = NEUTRAL in header.facts
    if has_neutral and not is_signed_by_neutral(header.facts, accord=header.accord, terms=terms):
        return False
    signed_at = _signed_at(header.facts)
    # What it takes the place of is named: none is ever edited.
    named = named_by(found, author=author, facts=header.facts)
    if (None if named is None else named.leaf) != header.ref or _is_older(signed_at, named):
        return False
    replaces_draft = named is not None and named.is_open
    if not replaces_draft and found.open_drafts[author] >= MAX_OPEN:
        return False
    drafted = Assessment(
        leaf=leaf,
        author=author,
        assessor=assessor_of(header.facts, author=author),
        other_side=PartyId(header.to_party),
        matter=matter,
        judgement=judgement_of(header.facts),
        version=header.accord,
        terms=terms,
        drafted_at=counted.received_at,
        replaces=header.ref,
        signed_at=signed_at,
    )
    if named is not None and replaces_draft:
        # Of a draft nothing stays; a released assessment stands until its correction is released.
        drafted.replaces = named.replaces
        found.replace(named, by=leaf)
    found.open_drafts[author] += 1
    found.by_leaf[leaf] = drafted
    found.standing.setdefault((author, drafted.assessor, matter), []).append(drafted)
    return True


def _signed_at(facts: JsonObject) -> datetime | None:
    neutral = cast("JsonObject | None", facts.get(NEUTRAL))
    return None if neutral is None else parse_instant(str(neutral["signed_at"]))


def _is_older(signed_at: datetime | None, named: Assessment | None) -> bool:
    """Say whether a neutral's judgement is no later than the one whose place it would take.

    Else who carries them could go back to one that suits it better.
    """
    if signed_at is None or named is None or named.signed_at is None:
        return False
    return signed_at <= named.signed_at


def assessor_of(facts: JsonObject, *, author: PartyId) -> str:
    """Return whose judgement a draft, whose facts fit, is."""
    neutral = cast("JsonObject | None", facts.get(NEUTRAL))
    return author if neutral is None else neutral_name(str(neutral["name"]))


def named_by(found: Assessments, *, author: PartyId, facts: JsonObject) -> Assessment | None:
    """Return what a further draft of `author` with `facts` has to name; None for a first one.

    That is its open draft of the same assessor on the same matter, else what it released.
    """
    assessor = assessor_of(facts, author=author)
    standing = found.standing.get((author, assessor, matter_of(facts)), ())
    return max(standing, key=lambda one: one.is_open, default=None)


def matter_of(facts: JsonObject) -> Matter:
    """Return what facts of a draft, which fit, are about."""
    return Matter(
        commitment=str(facts["commitment"]),
        from_=parse_instant(str(facts["from"])),
        until=parse_instant(str(facts["until"])),
    )


def judgement_of(facts: JsonObject) -> Judgement:
    """Return what facts of a draft, which fit, judge."""
    evidence = facts.get("evidence")
    return Judgement(
        value=str(facts["value"]),
        ground=str(facts.get("ground", "")),
        elements=cast("Mapping[str, str]", facts.get("elements", {})),
        confidence=str(facts.get("confidence", "")),
        evidence=None if evidence is None else Digest(str(evidence)),
    )
