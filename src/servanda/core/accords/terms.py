"""The terms of an accord: what was promised, in which words, and within which time.

They are the template resolved, and they alone bind: whoever holds the accord needs no template
to judge a statement or to compute a clock. Casework asks them which clock runs; judging asks
them which codes a request may use.

Source: docs/spec/accord-templates.md, "Terms".
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from servanda.core.accords.scale import DEFAULT_SCALE, Scale

ANY = "*"  # in a clock rule: whatever the request says

# What holds where the terms are silent; docs/spec/accord-templates.md states each.
DEFAULT_LANGUAGES: Final = frozenset(("en",))
DEFAULT_CLARIFICATION_ROUNDS = 2
DEFAULT_REOPENING_DAYS = 90
DEFAULT_ENQUIRY_DAYS = 3
DEFAULT_WRITTEN_HOURS = 24
DEFAULT_CONFIRMATION_HOURS = 72


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """One numbered promise.

    Attributes:
        id: As the text numbers it, such as `C1.1`.
        nature: What kind of promise, one of `terms_schema.NATURES`.
        text: Its words in each language of the accord, by language tag.
        only: By language, the passage that stands in that language's text alone.
    """

    id: str
    nature: str
    text: Mapping[str, str] = field(default_factory=dict)
    only: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockRule:
    """How long something may take, for the requests it applies to.

    Attributes:
        name: Which clock, one of `terms_schema.CLOCK_NAMES`.
        kind: Kind of request, or `ANY`.
        urgency: Class of urgency, or `ANY`.
        access: `direct`, `indirect`, or `ANY`.
        unit: One of `terms_schema.UNITS`; `none` counts up and is never late.
        amount: Number of units; 0 with `none`.
        roll: `none`, or `next_working_day` for a due date in calendar days or months.
        source: Where the number comes from, with its mark, printed wherever the number is.
    """

    name: str
    kind: str = ANY
    urgency: str = ANY
    access: str = ANY
    unit: str
    amount: int
    roll: str = "none"
    source: str = ""

    @property
    def rank(self) -> tuple[int, bool, bool, bool]:
        """Order by how much is named; between equals kind, urgency, access, in this order."""
        named = (self.kind != ANY, self.urgency != ANY, self.access != ANY)
        return (sum(named), *named)

    def applies(self, *, kind: str, urgency: str, access: str) -> bool:
        """Say whether this rule is about such a request."""
        return (
            self.kind in (ANY, kind)
            and self.urgency in (ANY, urgency)
            and self.access in (ANY, access)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceLevel:
    """How many answers of a period should take no longer than a time; never about one request.

    Attributes:
        kind: Kind of request, or `ANY`.
        urgency: Class of urgency, or `ANY`.
        percent: 1 to 100.
        hours: From receipt to final response.
        source: As `ClockRule.source`.
    """

    kind: str = ANY
    urgency: str = ANY
    percent: int
    hours: int
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One step of what a party tells about an incident, with its clock.

    Attributes:
        name: One of `codes.STAGES`.
        start: `awareness`, the instant that the party itself states, or `stage`.
        after: With `start` `stage`, the earlier stage whose receipt starts this one.
        unit: As `ClockRule.unit`.
        amount: As `ClockRule.amount`.
        roll: As `ClockRule.roll`.
        source: As `ClockRule.source`.
    """

    name: str
    start: str
    after: str = ""
    unit: str
    amount: int
    roll: str = "none"
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Meetings that recur.

    Attributes:
        name: Of the series, within the accord.
        first_by: Last day for the first meeting, or None.
        interval_months: From one meeting to the next.
        replaces: Name of the series that it follows; empty for none.
        source: Where both come from, as `ClockRule.source`.
    """

    name: str
    first_by: date | None = None
    interval_months: int
    replaces: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hotline:
    """Which of two readings of the hotline binds.

    Attributes:
        reading: `while_responding`, for issues that arise while a request is answered, or
            `any_time`, for direct contact on urgent matters.
        source: As `ClockRule.source`.
    """

    reading: str
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessor:
    """Somebody beside the parties who assesses, by a key of its own.

    Attributes:
        name: Within the accord.
        key: Its Ed25519 public key, 32 bytes in base64.
    """

    name: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What binds the parties.

    Attributes:
        commitments: In the order of the text.
        kinds: Kinds of request in use.
        clocks: In no particular order.
        grounds: On which a request may be refused or postponed.
        subjects: What a request may be about.
        grace_seconds: Added to every due time; printed with the review.
        preservation_days: For which a preservation holds at first.
        preservation_longest_days: To which renewals may move it.
        preservation_source: Where these two come from, as `ClockRule.source`.
        languages: In which a request may be written, tags of BCP 47.
        extension_grounds: On which the responder extends by notice alone.
        clarification_rounds: Blocking rounds of questions before a further one needs consent.
        reopening_days: For how long after its end a request may be reopened.
        enquiry_days: Calendar days in which an enquiry is answered by an update.
        written_hours: In which a request made by telephone is written.
        confirmation_hours: After which a call that is not confirmed is one-sided.
        sources: Where any of the five numbers before comes from, by its name.
        service_levels: In no particular order.
        stages: Of information about an incident; a stage stands after the one that starts it.
        series: In no particular order.
        hotline: Its reading, or None where there is no hotline.
        check_months: From one communication check to the next; 0 for none.
        check_source: As `ClockRule.source`.
        four_eyes: Types of statements for which each party has two persons stand.
        scale: On which assessments are given.
        assessors: Neutral ones, whose assessments either party carries; in order of their names.
    """

    commitments: tuple[Commitment, ...]
    kinds: frozenset[str]
    clocks: tuple[ClockRule, ...]
    grounds: frozenset[str]
    subjects: frozenset[str]
    grace_seconds: int = 0
    preservation_days: int = 60
    preservation_longest_days: int = 180
    preservation_source: str = ""
    languages: frozenset[str] = DEFAULT_LANGUAGES
    extension_grounds: frozenset[str] = frozenset()
    clarification_rounds: int = DEFAULT_CLARIFICATION_ROUNDS
    reopening_days: int = DEFAULT_REOPENING_DAYS
    enquiry_days: int = DEFAULT_ENQUIRY_DAYS
    written_hours: int = DEFAULT_WRITTEN_HOURS
    confirmation_hours: int = DEFAULT_CONFIRMATION_HOURS
    sources: Mapping[str, str] = field(default_factory=dict)
    service_levels: tuple[ServiceLevel, ...] = ()
    stages: tuple[Stage, ...] = ()
    series: tuple[Series, ...] = ()
    hotline: Hotline | None = None
    check_months: int = 0
    check_source: str = ""
    four_eyes: frozenset[str] = frozenset()
    scale: Scale = DEFAULT_SCALE
    assessors: tuple[Assessor, ...] = ()
    _codes: Mapping[str, frozenset[str]] = field(init=False, repr=False, compare=False)
    # Which rule was found for which request; as many as there are words to ask with.
    _found: dict[tuple[str, str, str, str], ClockRule | None] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )

    def __post_init__(self) -> None:
        lists = {
            "commitments": frozenset(commitment.id for commitment in self.commitments),
            "kinds": self.kinds,
            "subjects": self.subjects,
            "grounds": self.grounds,
            "series": frozenset(one.name for one in self.series),
            "extension_grounds": self.extension_grounds,
            "scale": self.scale.codes,
        }
        object.__setattr__(self, "_codes", lists)

    def clock_for(self, name: str, *, kind: str, urgency: str, access: str) -> ClockRule | None:
        """Return the most specific rule of the clock `name` for such a request, or None.

        Args:
            name: One of `terms_schema.CLOCK_NAMES`.
            kind: The request's kind.
            urgency: The class that the requester gave it.
            access: As acknowledged; `direct` until the responder has said.
        """
        asked = (name, kind, urgency, access)
        if asked not in self._found:
            rules = [
                rule
                for rule in self.clocks
                if rule.name == name and rule.applies(kind=kind, urgency=urgency, access=access)
            ]
            self._found[asked] = max(rules, key=lambda rule: rule.rank, default=None)
        return self._found[asked]

    def codes(self, list_name: str) -> frozenset[str]:
        """Return the codes of one list, such as `subjects`, that facts take codes from."""
        return self._codes[list_name]

    def stage(self, name: str) -> Stage | None:
        """Return the stage `name`, or None if the accord has no such stage."""
        return next((stage for stage in self.stages if stage.name == name), None)
