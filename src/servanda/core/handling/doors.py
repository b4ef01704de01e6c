"""The doors through which a body or an attachment can leave, and what each lets pass.

Three rulings: it passes; it passes if somebody says so in words that are recorded; it does not
pass, whatever anybody says. The stricter ruling of marking and use limit holds.

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
    STAYS = 2


_PASSES, _WITH_REASON, _STAYS = Ruling.PASSES, Ruling.WITH_REASON, Ruling.STAYS

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """What a door says of one thing, and what it went by.

    Attributes:
        ruling: The stricter of both.
        marking: That binds who opens the door.
        use: Likewise.
        by_use: Whether the use limit decided.
        of_use: What the use limit alone says.
    """

    ruling: Ruling
    marking: str
    use: str
    by_use: bool
    of_use: Ruling


def passage(handling: Handling, door: Door, *, by: PartyId) -> Passage:
    """Return whether what has `handling` may leave through `door`.

    Args:
        handling: Of the body or of the attachment.
        door: Where to.
        by: Who lets it leave.
    """
    marking, use = handling.marking_for(by), handling.use_for(by)
    of_marking = _BY_MARKING[door][MARKINGS.index(marking)]
    limits = _BY_USE.get(door)
    of_use = Ruling.PASSES if limits is None else limits[USE_LIMITS.index(use)]
    by_use = of_use.value > of_marking.value
    return Passage(
        ruling=of_use if by_use else of_marking,
        marking=marking,
        use=use,
        by_use=by_use,
        of_use=of_use,
    )
