"""The suspensions that follow from the leaves of a cut, for whoever holds only these.

Source: docs/spec/suspension.md; docs/spec/cut-and-order.md, "Counted statements".
"""

from collections.abc import Mapping

from servanda.core.exchange.cut import CutContents
from servanda.core.exchange.order import counted_at, settle_places
from servanda.core.exchange.outline import LogOutline
from servanda.core.identifiers import PartyId
from servanda.core.suspension.fold import SUSPENSION, Suspensions, fold_suspensions


def suspensions_of_cut(
    contents: CutContents, outlines: Mapping[PartyId, LogOutline]
) -> Suspensions:
    """Return the suspensions that the counted statements of a cut come to.

    Args:
        contents: The cut.
        outlines: Of both logs; they may reach beyond the cut.
    """
    # Most logs hold none, and then nothing has to be put in order.
    if not any(SUSPENSION in outline.type_names for outline in outlines.values()):
        return Suspensions()
    places = settle_places(contents, outlines)
    return fold_suspensions(
        counted_at(place, contents)
        for place in places.counted
        if outlines[place.party].type_at(place.leaf_index) == SUSPENSION
    )
