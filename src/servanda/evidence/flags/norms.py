"""The wording of the accord as texts quote it, and how they restate it in their own words.

Source: docs/spec/evidence/flags.md, "scope_drift", "norm_paraphrased".
"""

import re
from collections.abc import Iterator
from typing import Final

from servanda.evidence.claims.claim import Claim, Mode
from servanda.evidence.flags.material import Material
from servanda.evidence.names.mentions import EntityKind
from servanda.evidence.origins.statements import Statement

LEAST_WORDS: Final = 8  # of a quotation that can be the wording of a commitment
_BOTH_SIDES: Final = re.compile(
    r"\b(?:neither|both (?:sides|countries|governments|nations|states)|each (?:side|other)"
    r"|the two (?:countries|governments|nations|states|sides))\b",
    re.IGNORECASE,
)
_FORBIDDEN: Final = re.compile(
    r"\b(?:theft|steal|hack|intru|attack|cyber|espionage|spy|break)", re.IGNORECASE
)


def wordings(material: Material) -> Iterator[Statement]:
    """Yield the quotations of what two states bind themselves not to do, by place."""
    norms: dict[str, list[Claim]] = {}
    for claim in material.corpus.claims:
        if claim.mode is Mode.NORM:
            norms.setdefault(claim.span.document, []).append(claim)
    for one in material.origins.statements:
        if not one.is_quotation or one.span.document not in norms:
            continue
        words = material.words(one.span)
        if len(words.split()) < LEAST_WORDS or not _FORBIDDEN.search(words):
            continue
        if any(
            _BOTH_SIDES.search(material.words(claim.span))
            for claim in norms[one.span.document]
            if claim.span.covers(one.span)
        ):
            yield one


def is_persons(statement: Statement) -> bool:
    """Tell whether people speak: then it is a speech, and not the text of an accord."""
    voice = statement.voice
    return voice is not None and any(
        key.startswith(f"{EntityKind.PERSON.value}:") for key in voice.entities
    )
