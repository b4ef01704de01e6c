"""A commitment restated more widely, or for one side, than it is worded.

Source: docs/spec/evidence/flags.md, "scope_drift".
"""

import re
from collections.abc import Iterator
from typing import Final

from servanda.evidence.claims.claim import Claim, Mode
from servanda.evidence.flags.material import Material, Raised
from servanda.evidence.flags.norms import wordings
from servanda.evidence.folding import folded
from servanda.evidence.spans import Span

_LABEL: Final = re.compile(
    r"\b(?:an?\s|the\s)?(?:so-called\s)?(?:anti|no)-(?:hack|spy|theft|espionage|cyber)[a-z]*\s"
    r"(?:pact|deal|agreement|accord|treaty|truce)\b",
    re.IGNORECASE,
)
_OPPOSED: Final = ("anti-", "no-")  # one stands in every label
# To stop an act altogether; the words that narrow it are those of the wording.
_STOP: Final = re.compile(
    r"\b(?:curb|stop|end|cease|halt|refrain from|not to|renounce|give up)\b[^.;“”\"]{0,40}"
    r"\b(?:cyber ?-?attacks?|hack\w*|intrusions?|break-ins?|cyber ?-?espionage|spying|attacks?)\b",
    re.IGNORECASE,
)
_NARROW: Final = re.compile(
    r"\b(?:commercial|business|trade secrets?|intellectual property|economic|financial|gain|profit"
    r"|advantage)\b",
    re.IGNORECASE,
)


def scope_drift(material: Material) -> Iterator[Raised]:
    """Yield one flag for all restatements, beside the wording; none where no text has it."""
    worded = tuple(one.span for one in wordings(material))
    drifted = sorted({*_labels(material), *_restated(material)}) if worded else []
    if drifted:
        yield Raised(
            sides=(tuple(drifted), worded),
            parameters={
                "wording": material.words(worded[0]),
                "restated": " / ".join(dict.fromkeys(map(material.words, drifted))),
            },
            statements=worded,
        )


def _labels(material: Material) -> Iterator[Span]:
    for document in material.documents:
        if not any(word in folded(document.text) for word in _OPPOSED):
            continue
        for block in document.paragraphs:
            for found in _LABEL.finditer(document.text, block.start, block.end):
                yield document.span(found.start(), found.end())


def _restated(material: Material) -> Iterator[Span]:
    for claim in material.corpus.claims:
        if claim.mode is Mode.NORM and (span := _wider(claim, material)):
            yield span


def _wider(claim: Claim, material: Material) -> Span | None:
    """Return the restatement from its verb on, where nothing narrows what is given up."""
    for part in claim.content:
        text = material.corpus.text_of(part)
        if _STOP.search(text) and not _NARROW.search(text):
            starts_after_cue = claim.cue.start <= part.start
            return Span(
                document=part.document,
                start=claim.cue.start if starts_after_cue else part.start,
                end=part.end,
            )
    return None
