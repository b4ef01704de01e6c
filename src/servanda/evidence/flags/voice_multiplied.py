"""One named voice in one text, a vague plural in another: "some firms say".

Source: docs/spec/evidence/flags.md, "voice_multiplied".
"""

import re
from collections.abc import Iterator
from typing import Final

from servanda.evidence.flags.material import Material, Raised
from servanda.evidence.origins.origin import Support
from servanda.evidence.origins.statements import Statement
from servanda.evidence.spans import Span

_PLURAL: Final = re.compile(
    r"\b(?:analysts|experts|firms|companies|officials|researchers|observers|specialists|sources"
    r"|critics|groups|agencies|reports|lawmakers|diplomats)\b|专家|分析人士|官员",
    re.IGNORECASE,
)


def voice_multiplied(material: Material) -> Iterator[Raised]:
    """Yield one flag for each content with one named voice here and a vague plural there."""
    found: dict[tuple[Span, ...], tuple[Support, set[Span]]] = {}
    for support in material.origins.supports:
        if is_multiplied(support, material):
            named, vague = _sides(support, material)
            # One vague sentence often makes several propositions, all of one voice.
            key = tuple(one.span for one in vague)
            found.setdefault(key, (support, set()))[1].update(one.span for one in named)
    for vague_spans, (support, named_spans) in found.items():
        voice = material.by_span[vague_spans[0]].voice
        yield Raised(
            sides=(tuple(sorted(named_spans)), vague_spans),
            parameters={
                "voice": material.origins.origins[support.origins[0]].name,
                "plural": material.words(voice.mention) if voice else "",
            },
        )


def is_multiplied(support: Support, material: Material) -> bool:
    """Tell whether a content has one named origin and, in another text, a vague plural."""
    if len(support.origins) != 1 or not material.origins.is_named(support.origins[0]):
        return False
    named, vague = _sides(support, material)
    return bool(named and vague)


def _sides(support: Support, material: Material) -> tuple[list[Statement], list[Statement]]:
    members = material.members(support)
    named = [one for one in members if material.voices(one)]
    texts = {one.span.document for one in named}
    vague = [
        one
        for one in members
        if one.voice is not None
        and not one.voice.is_named
        and one.span.document not in texts
        and _PLURAL.search(material.corpus.text_of(one.voice.mention))
    ]
    return named, vague
