"""Several texts, one first voice: what they say has the weight of one.

Source: docs/spec/evidence/flags.md, "single_origin", "single_unnamed_origin".
"""

import re
from collections.abc import Iterator
from typing import Final

from servanda.evidence.claims.claim import Mode
from servanda.evidence.flags.material import Material, Raised
from servanda.evidence.flags.voice_multiplied import is_multiplied
from servanda.evidence.origins.origin import Support
from servanda.evidence.origins.statements import Statement

_PASSIVE: Final = re.compile(
    r"(?:is|are|was|were|be|been|has been|have been|had been|will|would|may|might)\b", re.IGNORECASE
)
_REPORTED: Final = re.compile(
    r"\b(?:said|reported|believed|thought|alleged|understood|rumou?red|acknowledged|considered"
    r"|known)\b",
    re.IGNORECASE,
)


def single_origin(material: Material) -> Iterator[Raised]:
    """Yield one flag for each content that several texts have from one named voice."""
    for support in _single(material):
        # That one voice looks like several says more, and has a flag of its own.
        if material.origins.is_named(support.origins[0]) and not is_multiplied(support, material):
            origin = material.origins.origins[support.origins[0]]
            yield _raised(support, origin.name)


def single_unnamed_origin(material: Material) -> Iterator[Raised]:
    """Yield one flag for each content that several texts have from nobody who is named."""
    for support in _single(material):
        members = material.members(support)
        # Words without a speaker that a rule could find are not words that name nobody.
        is_told_as_unnamed = any(one.voice is not None for one in members)
        if not material.origins.is_named(support.origins[0]) and is_told_as_unnamed:
            yield _raised(support, "?")


def _raised(support: Support, origin: str) -> Raised:
    return Raised(
        sides=(support.statements,),
        parameters={"documents": str(len(support.documents)), "origin": origin},
        statements=support.statements,
    )


def _single(material: Material) -> Iterator[Support]:
    for support in material.origins.supports:
        if len(support.documents) > 1 and len(support.origins) == 1:
            members = material.members(support)
            # Of a promise nobody but who makes it can be the origin.
            if not any(_is_norm(one, material) or _is_no_report(one, material) for one in members):
                yield support


def _is_norm(one: Statement, material: Material) -> bool:
    return any(
        claim.mode is Mode.NORM and claim.span.covers(one.span)
        for claim in material.corpus.analyses[one.span.document].claims
    )


def _is_no_report(one: Statement, material: Material) -> bool:
    """Tell whether what looks like a report is none: "will be charged", "is expected to"."""
    cue = "" if one.key not in material.claims else material.words(material.claims[one.key].cue)
    return _PASSIVE.match(cue) is not None and _REPORTED.search(cue) is None
