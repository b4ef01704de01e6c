"""What a commitment says, for people: its text in their language, without what checkers noted."""

import re
from collections.abc import Mapping

from servanda.interfaces.language import ENGLISH

# How well the wording was checked, which a template's text says in brackets at its end.
_CHECKED = re.compile(r"\s*\[[A-Z][A-Za-z-]*\]$")


def promise_text(texts: Mapping[str, str], *, language: str) -> str:
    """Return the text of a commitment in one line; in English where there is no other, or empty."""
    said = texts.get(language) or texts.get(ENGLISH, "")
    return _CHECKED.sub("", " ".join(said.split()))
