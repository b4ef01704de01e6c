"""One text that disagrees with itself: it was done, and it was an attempt.

Source: docs/spec/evidence/flags.md, "inner_tension".
"""

import re
from collections.abc import Iterator
from typing import Final

from servanda.evidence.flags.material import Material, Raised
from servanda.evidence.folding import folded
from servanda.evidence.spans import Span

_DONE: Final = re.compile(
    r"\b(?:penetrated|breached|infiltrated|compromised|hacked into|broke into|broken into)\b",
    re.IGNORECASE,
)
_ATTEMPT: Final = re.compile(
    r"\b(?:the|this|that)\s(?:[\w-]+\s){0,3}?attempt(?!ed)\b(?!\sto\b)"
    r"|\battempted\s(?:hack|intrusion|break-in|breach|attack)\b",
    re.IGNORECASE,
)
NEAR: Final = 2  # sentences after what was done in which the attempt is the same thing


def inner_tension(material: Material) -> Iterator[Raised]:
    """Yield one flag for each break-in that its own text calls an attempt a little later."""
    for document in material.documents:
        if "attempt" not in folded(document.text):
            continue
        done: list[tuple[int, Span]] = []
        for number, sentence in enumerate(material.sentences[document.sha256]):
            attempt = _ATTEMPT.search(document.text, sentence.start, sentence.end)
            here = [
                document.span(found.start(), found.end())
                for found in _DONE.finditer(document.text, sentence.start, sentence.end)
            ]
            near = [span for at, span in done if number - at <= NEAR]
            if attempt:
                near += [span for span in here if span.end < attempt.start()]
            if attempt and near:
                other = document.span(attempt.start(), attempt.end())
                yield Raised(
                    sides=((near[-1],), (other,)),
                    parameters={
                        "one": material.words(near[-1]),
                        "other": material.words(other),
                    },
                )
            done += [(number, span) for span in here]
