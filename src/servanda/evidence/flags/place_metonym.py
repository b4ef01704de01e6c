"""A seat of government named as the place that acts come from: no source located them there.

Source: docs/spec/evidence/flags.md, "place_metonym".
"""

import re
from collections.abc import Iterator
from typing import Final

from servanda.evidence.events.classes import HEAD, EventClass, class_of
from servanda.evidence.flags.material import Material, Raised
from servanda.evidence.names.mentions import EntityKind

_FROM: Final = re.compile(
    r"\b(?:originat(?:e|es|ed|ing)|com(?:e|es|ing)|came|emanat(?:e|es|ed|ing)|launched|stem(?:s|med)?"
    r"|traced|directed)\s(?:\w+\s)?(?:in|from|out of|back to|to)\s(?:the\s)?$",
    re.IGNORECASE,
)


def place_metonym(material: Material) -> Iterator[Raised]:
    """Yield one flag for each seat of government that intrusions are said to come from."""
    known = material.corpus.tables.gazetteer.entities
    for analysis in material.corpus.analyses.values():
        text = analysis.document.text
        for mention in analysis.names.mentions:
            row = known.get(mention.entity or "")
            if mention.kind is not EntityKind.PLACE or row is None or not row.is_seat:
                continue
            sentence = material.sentence_at(mention.span)
            came = _FROM.search(text[sentence.start : mention.span.start])
            if came and _is_of_intrusions(text[sentence.start : mention.span.start]):
                span = analysis.document.span(sentence.start + came.start(), mention.span.end)
                yield Raised(
                    sides=((span,),),
                    parameters={
                        "place": material.words(mention.span),
                        "state": material.name(row.state),
                    },
                )


def _is_of_intrusions(text: str) -> bool:
    return any(class_of(found) is EventClass.INTRUSION for found in HEAD.finditer(text))
