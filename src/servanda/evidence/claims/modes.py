"""Fact, intention or norm: only a fact can be an event that took place.

Source: docs/spec/evidence/claims.md, "Modes".
"""

import re
from typing import Final

from servanda.evidence.claims.claim import Mode

_NORM: Final = (
    r"agreed (?:to|that|on)|agree to|pledg(?:e|es|ed|ing)|promis(?:e|es|ed|ing) to|vow(?:s|ed)?"
    r"|commit(?:s|ted)? (?:to|itself|themselves)|committed|undert(?:ook|aken)|should|must|shall"
    r"|ought to|neither [^.]{0,80}? (?:will|shall)|is (?:bound|obliged|required) to"
    r"|are (?:bound|obliged|required) to"
)
_INTENTION: Final = (
    r"will|would|won['’]t|plan(?:s|ned)? (?:to|on)|intend(?:s|ed)?|aim(?:s|ed)? to"
    r"|(?:is|are|was|were) (?:set|slated|scheduled|expected|due|going|about|to)"
    r"|to take place|to be held|prepar(?:es?|ing) to|considering|hopes? to"
)
# The first finite verb settles it: what comes after belongs to something else.
_FACT: Final = r"is|are|was|were|has|have|had|may|might|could|can|do|does|did"
_MODE: Final = re.compile(
    rf"\b(?:(?P<norm>{_NORM})|(?P<intention>{_INTENTION})|(?P<fact>{_FACT}))\b", re.IGNORECASE
)
_MODES: Final = {"norm": Mode.NORM, "intention": Mode.INTENTION, "fact": Mode.FACT}

# Verbs by which somebody binds himself: what they report is a norm whatever its tense.
NORMS: Final = frozenset({"agree", "pledge", "promise", "vow", "commit", "undertake", "swear"})


def mode_of(text: str) -> Mode:
    """Return what kind of statement `text` is, by the first word that settles it."""
    match = _MODE.search(text)
    return _MODES[str(match.lastgroup)] if match else Mode.FACT
