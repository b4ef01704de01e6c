"""Words by which a sentence stands back from what it says.

They are data: what becomes of them from one text to the next is a flag of its own.

Source: docs/spec/evidence/claims.md, "Hedges".
"""

import re
from typing import Final

from servanda.evidence.claims.claim import Hedge, HedgeKind
from servanda.evidence.documents import Document
from servanda.evidence.rules import how

_HOW: Final = how("claim.hedge", 1)

# In this order; of two that begin at one place the first wins. `~` stands for any apostrophe.
_PATTERNS: Final[tuple[tuple[HedgeKind, str], ...]] = (
    (
        HedgeKind.NOT_NECESSARILY,
        r"(?:(?:do|does|did|is|are|was|were|need)(?:n~t| not) |not )?necessarily|premature(?:ly)?"
        r"|too (?:early|soon)|(?:is|was|are|were|remains?|remained) (?:un|not )clear|inconclusive",
    ),
    (
        HedgeKind.ACCUSED,
        r"(?:is|are|was|were|been|being|stand|stands) accused of|accus(?:ed|es?|ing)"
        r"|alleg(?:ed|edly|es?|ing|ations?)|suspected(?: of)?|charged with|blam(?:ed|es?|ing)",
    ),
    (
        HedgeKind.LINKED,
        r"(?:linked|tied|connected|traced) to|(?:associated|affiliated) with"
        r"|with (?:links|ties) to",
    ),
    (
        HedgeKind.BELIEVED,
        r"(?:widely |generally |commonly )?(?:believed|thought|considered|regarded|seen|held"
        r"|acknowledged|assumed|understood) (?:to|as)|(?:widely|generally|commonly) "
        r"(?:believed|thought|considered|regarded|seen|acknowledged|suspected)|is believed",
    ),
    (
        HedgeKind.SEEMS,
        r"seem(?:s|ed|ingly)?|appear(?:s|ed)? (?:to|that|as|likely)|apparent(?:ly)?",
    ),
    (
        HedgeKind.EXPECTED,
        r"(?:is|are|was|were|been) (?:expected|intended|slated|scheduled|meant|due|supposed) to"
        r"|expected|intended|scheduled|slated|planned",
    ),
    (
        HedgeKind.MAY,
        r"may(?= [a-z])|might|could|likely|unlikely|possibl[ey]|perhaps|maybe|probabl[ey]"
        r"|potentially|suggests?|suggested",
    ),
    (
        HedgeKind.SOME_SAY,
        r"(?:other |some |several |recent |media |news |press )*reports?(?: \w+ly| also)? "
        r"(?:say|says|said|indicated?s?|suggest(?:s|ed)?|emerged)|reportedly|reported to"
        r"|some(?= (?:[\w-]+ ){0,4}(?:say|said|think|believe|argue|claim|fear|see|warn))"
        r"|indicat(?:es?|ed|ing)|(?:it is|is|are) said to",
    ),
    (
        HedgeKind.CLAIMED,
        r"(?:(?:have|has|had) )?(?:claim(?:ed|s|ing)|insist(?:ed|s|ing)?|contend(?:ed|s)?"
        r"|maintain(?:ed|s)|assert(?:ed|s)?)|(?:have|has) claimed|claim (?:that|to)"
        r"|purported(?:ly)?|supposed(?:ly)?|so-called",
    ),
    (
        HedgeKind.NEGATED,
        r"(?:do|does|did|is|are|was|were|has|have|had|will|would|could|can|should|must|need|wo|ca)"
        r"n~t|cannot|not|never|no longer|neither|nor|nobody|none|den(?:y|ies|ied)|no evidence",
    ),
)
_HEDGE: Final = re.compile(
    r"\b(?:"
    + "|".join(f"(?P<{kind.name}>{pattern})" for kind, pattern in _PATTERNS).replace("~", "['’]")
    + r")(?!\w)"
)
_KINDS: Final = {kind.name: kind for kind in HedgeKind}


def find_hedges(document: Document, start: int, end: int) -> tuple[Hedge, ...]:
    """Return the hedges from `start` to `end`, in order."""
    shown = document.text[start:end]
    small = shown.lower()
    # Small letters are searched three times as fast; a few letters have no single small one.
    text = small if len(small) == len(shown) else shown
    return tuple(
        Hedge(
            span=document.span(start + match.start(), start + match.end()),
            kind=_KINDS[str(match.lastgroup)],
            how=_HOW,
        )
        for match in _HEDGE.finditer(text)
    )
