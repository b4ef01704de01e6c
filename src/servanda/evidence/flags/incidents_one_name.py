"""One victim, told with other days or another outcome: two incidents, never merged.

Source: docs/spec/evidence/flags.md, "two_incidents_one_name".
"""

from collections.abc import Iterator

from servanda.evidence.flags.hits import Hit, hits_in
from servanda.evidence.flags.material import Material, Raised


def two_incidents_one_name(material: Material) -> Iterator[Raised]:
    """Yield one flag for each victim whose break-ins cannot be one; a side for each of them."""
    by_victim: dict[str, list[Hit]] = {}
    for document in material.documents:
        for hit in hits_in(document, material):
            by_victim.setdefault(hit.victim, []).append(hit)
    for victim, hits in sorted(by_victim.items()):
        sides: list[list[Hit]] = []
        for hit in hits:
            side = next((one for one in sides if not any(hit.differs(o) for o in one)), None)
            if side is None:
                sides.append([hit])
            else:
                side.append(hit)
        texts = {hit.span.document for hit in hits}
        if len(sides) > 1 and len(texts) > 1:
            yield Raised(
                sides=tuple(tuple(hit.span for hit in side) for side in sides),
                parameters={
                    "victim": material.name(victim) if ":" in victim else victim,
                    "told": " / ".join(material.words(side[0].span) for side in sides),
                },
            )
