"""The doors through which a body or an attachment can leave, and what each lets pass.

Four rulings: it passes; it passes if somebody says so in words that are recorded; it passes if
its author consented in a statement of its own; it does not pass, whatever anybody says. The
strictest ruling of marking, use limit and handling codes holds.

Source: docs/spec/handling.md, "Doors".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from servanda.core.handling.markings import MARKINGS, USE_LIMITS, Handling
from servanda.core.identifiers import PartyId


class Door(Enum):
    """Where something leaves to."""

    OWN_FOLDER = "own_folder"  # a plain file in the party's own house
    OTHER_PARTY = "other_party"  # a counterpart that is not the author
    OUTSIDER = "outsider"  # whoever reads a bundle or a dossier
    COURT = "court"  # an outsider who is to judge by it


class Ruling(Enum):
    """What a door says, from the mildest to the strictest."""

    PASSES = 0
    WITH_REASON = 1  # by somebody's explicit word, which is recorded
    WITH_CONSENT = 2  # by a statement of the author, which lies in its log
    STAYS = 3


_PASSES, _WITH_REASON = Ruling.PASSES, Ruling.WITH_REASON
_WITH_CONSENT, _STAYS = Ruling.WITH_CONSENT, Ruling.STAYS

# In the order of MARKINGS.
_BY_MARKING: Mapping[Door, tuple[Ruling, ...]] = {
    Door.OWN_FOLDER: (_PASSES, _PASSES, _PASSES, _PASSES, _WITH_REASON),
    Door.OTHER_PARTY: (_PASSES, _PASSES, _WITH_REASON, _WITH_REASON, _STAYS),
    Door.OUTSIDER: (_PASSES, _WITH_REASON, _WITH_REASON, _STAYS, _STAYS),
    Door.COURT: (_PASSES, _WITH_REASON, _WITH_REASON, _STAYS, _STAYS),
}
# In the order of USE_LIMITS. What an outsider reads can serve it as evidence, so it obeys the
# limits of a court; the other doors lead to no other use than the one allowed.
_BY_USE: Mapping[Door, tuple[Ruling, ...]] = {
    Door.OUTSIDER: (_PASSES, _WITH_REASON, _STAYS, _STAYS),
    Door.COURT: (_PASSES, _WITH_REASON, _STAYS, _STAYS),
}
_AS_EVIDENCE: Mapping[str, Ruling] = {
    "prevention_only": _STAYS,
    "no_judicial_use": _WITH_REASON,
    "no_onward": _WITH_REASON,
    "as_stated": _WITH_REASON,
    "originator_control": _WITH_CONSENT,
}
# A code that a door does not name goes through it, and has to go along where a file goes on.
_BY_CODE: Mapping[Door, Mapping[str, Ruling]] = {
    Door.OWN_FOLDER: {},
    Door.OTHER_PARTY: {
        "no_onward": _WITH_REASON,
        "as_stated": _WITH_REASON,
        "originator_control": _WITH_CONSENT,
    },
    Door.OUTSIDER: _AS_EVIDENCE,
    Door.COURT: _AS_EVIDENCE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """What a door says of one thing, and what it went by.

    Attributes:
        marking: That binds who opens the door.
        use: Likewise.
        code: The handling code with the strictest ruling; empty if no code holds it back.
        of_marking: What the marking alone says.
        of_use: What the use limit alone says.
        of_code: What the handling codes alone say.
    """

    marking: str
    use: str
    code: str
    of_marking: Ruling
    of_use: Ruling
    of_code: Ruling

    @property
    def ruling(self) -> Ruling:
        """The strictest of the three."""
        return max((self.of_marking, self.of_use, self.of_code), key=_strictness)

    @property
    def barrier(self) -> str:
        """The word that the ruling went by: the marking, unless another is the stricter."""
        if self.of_code.value > max(self.of_marking.value, self.of_use.value):
            return self.code
        return self.use if self.of_use.value > self.of_marking.value else self.marking

    def lets(self, *, has_reason: bool, has_consent: bool) -> bool:
        """Return whether it lets pass what somebody spoke for, or its author consented to.

        Args:
            has_reason: Somebody said why, in words that are recorded.
            has_consent: A statement of the author consents; it counts as words too.
        """
        match self.ruling:
            case Ruling.PASSES:
                return True
            case Ruling.WITH_REASON:
                return has_reason or has_consent
            case Ruling.WITH_CONSENT:
                return has_consent
            case Ruling.STAYS:
                return False


def passage(handling: Handling, door: Door, *, by: PartyId) -> Passage:
    """Return whether what has `handling` may leave through `door`.

    Args:
        handling: Of the body or of the attachment.
        door: Where to.
        by: Who lets it leave.
    """
    marking, use = handling.marking_for(by), handling.use_for(by)
    limits, of_codes = _BY_USE.get(door), _BY_CODE[door]
    held = sorted(code for code in handling.codes_for(by) if code in of_codes)
    code = max(held, key=lambda one: of_codes[one].value, default="")
    return Passage(
        marking=marking,
        use=use,
        code=code,
        of_marking=_BY_MARKING[door][MARKINGS.index(marking)],
        of_use=Ruling.PASSES if limits is None else limits[USE_LIMITS.index(use)],
        of_code=of_codes[code] if code else Ruling.PASSES,
    )


def _strictness(ruling: Ruling) -> int:
    return ruling.value
