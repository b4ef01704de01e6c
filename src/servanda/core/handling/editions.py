"""Which edition of a brief may have what was said under a marking, a use limit or a code.

A brief is read by people to whom a statement was not given: by principals of one side, by those
of both, by everybody. What is said in a sealed body stands in an edition only if its handling
reaches these readers. Headers are in clear by their nature, and no edition hides that something
was said.

Source: docs/spec/brief.md, "Editions"; Traffic Light Protocol 2.0 (FIRST).
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from servanda.core.handling.markings import MARKINGS, UNLIMITED, Handling
from servanda.core.identifiers import PartyId


class Edition(StrEnum):
    """For whom a brief is."""

    PARTY = "party"
    JOINT = "joint"
    PUBLIC = "public"


# The strictest marking that still reaches all readers. Both sides of a joint edition hold what it
# rests on, so what is for the recipient's organisation alone is at home in either.
_STRICTEST: Final[Mapping[Edition, str]] = {
    Edition.PARTY: "amber_strict",
    Edition.JOINT: "amber_strict",
    Edition.PUBLIC: "clear",
}
_BY_ITS_AUTHOR: Final = "originator_control"  # goes only where its author sends it


def barrier(handling: Handling, edition: Edition, *, by: PartyId) -> str:
    """Return the word that keeps something out of an edition; empty where it may stand in it.

    In its own edition a party is bound by the other side's word alone; in an edition for others
    it says nothing that it marked itself either, until it says it again under another marking.

    Args:
        handling: Of what is to be said.
        edition: In which.
        by: Who makes it.
    """
    is_ours = edition is Edition.PARTY
    marking = handling.marking_for(by) if is_ours else handling.marking
    if MARKINGS.index(marking) > MARKINGS.index(_STRICTEST[edition]):
        return marking
    codes = handling.codes_for(by) if is_ours else handling.codes
    if edition is Edition.PUBLIC:
        if handling.use != UNLIMITED:
            return handling.use
        return min(codes, default="")
    return _BY_ITS_AUTHOR if _BY_ITS_AUTHOR in codes else ""
