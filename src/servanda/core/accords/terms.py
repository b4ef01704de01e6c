"""The terms of an accord: what was promised, in which words, and within which time.

They are the template resolved, and they alone bind: whoever holds the accord needs no template
to judge a statement or to compute a clock. Casework asks them which clock runs; judging asks
them which codes a request may use.

Source: docs/spec/accord-templates.md, "Terms".
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

ANY = "*"  # in a clock rule: whatever the request says


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """One numbered promise.

    Attributes:
        id: As the text numbers it, such as `C1.1`.
        nature: What kind of promise, one of `terms_form.NATURES`.
        text: Its words in each language of the accord, by language tag.
    """

    id: str
    nature: str
    text: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockRule:
    """How long something may take, for the requests it applies to.

    Attributes:
        name: Which clock, one of `terms_form.CLOCK_NAMES`.
        kind: Kind of request, or `ANY`.
        urgency: Class of urgency, or `ANY`.
        access: `direct`, `indirect`, or `ANY`.
        unit: One of `terms_form.UNITS`; `none` counts up and is never late.
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
    _codes: Mapping[str, frozenset[str]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        lists = {
            "commitments": frozenset(commitment.id for commitment in self.commitments),
            "kinds": self.kinds,
            "subjects": self.subjects,
            "grounds": self.grounds,
        }
        object.__setattr__(self, "_codes", lists)

    def clock_for(self, name: str, *, kind: str, urgency: str, access: str) -> ClockRule | None:
        """Return the most specific rule of the clock `name` for such a request, or None.

        Args:
            name: One of `terms_form.CLOCK_NAMES`.
            kind: The request's kind.
            urgency: The class that the requester gave it.
            access: As acknowledged; `direct` until the responder has said.
        """
        found = [
            rule
            for rule in self.clocks
            if rule.name == name and rule.applies(kind=kind, urgency=urgency, access=access)
        ]
        return max(found, key=lambda rule: rule.rank, default=None)

    def codes(self, list_name: str) -> frozenset[str]:
        """Return the codes of `commitments`, `kinds`, `subjects` or `grounds`."""
        return self._codes[list_name]
