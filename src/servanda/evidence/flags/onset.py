"""One campaign, begun at two times: by each text's most exact telling.

Source: docs/spec/evidence/flags.md, "onset_differs".
"""

from collections.abc import Iterator
from itertools import combinations

from servanda.evidence.events.classes import CAMPAIGNS
from servanda.evidence.events.telling import Telling
from servanda.evidence.flags.material import Material, Raised


def onset_differs(material: Material) -> Iterator[Raised]:
    """Yield one flag for each two texts that date one campaign differently."""
    for event in material.events:
        if event.kind not in CAMPAIGNS:
            continue
        exact: dict[str, Telling] = {}
        for one in event.tellings:
            known = exact.get(one.span.document)
            if known is None or one.width < known.width:
                exact[one.span.document] = one
        for one, other in combinations(exact.values(), 2):
            if one.days != other.days:
                is_compatible = one.days.meets(other.days)
                yield Raised(
                    sides=((one.time,), (other.time,)),
                    parameters={
                        "one": material.words(one.time),
                        "other": material.words(other.time),
                        "compatible": "yes" if is_compatible else "no",
                    },
                )
