"""Two or more that the words went through before they reached the page.

Source: docs/spec/evidence/flags.md, "relay".
"""

from collections.abc import Iterator

from servanda.evidence.flags.material import Material, Raised
from servanda.evidence.names.mentions import EntityKind
from servanda.evidence.origins.statements import Statement
from servanda.evidence.voices import UNNAMED

LEAST_LINKS = 2  # the outlet and one more


def relay(material: Material) -> Iterator[Raised]:
    """Yield one flag for each quotation or claim that came through others than its outlet."""
    for one in material.origins.statements:
        links = _links(one)
        if len(links) >= LEAST_LINKS and not _repeats(one, material):
            yield Raised(
                sides=((one.span,),),
                parameters={
                    "links": " → ".join(map(material.name, links)),
                    "voice": material.named(one.voice.entities) if one.voice else UNNAMED,
                },
                statements=(one.span,),
            )


def _links(one: Statement) -> list[str]:
    """Return who stands between reader and voice: an occasion is no link, nor is the voice."""
    own = set() if one.voice is None else set(one.voice.entities)
    links = [link.name for link in one.via if ":" in link.name and link.name not in own]
    return list(dict.fromkeys(links)) if _has_outlet(links) else []


def _has_outlet(links: list[str]) -> bool:
    return any(link.startswith(f"{EntityKind.OUTLET.value}:") for link in links)


def _repeats(one: Statement, material: Material) -> bool:
    """Tell whether a claim only wraps a quotation that came the same way."""
    return not one.is_quotation and any(
        other.is_quotation and one.span.covers(other.span) and other.via == one.via
        for other in material.by_document[one.span.document]
    )
