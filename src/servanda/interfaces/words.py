"""Words for the codes of statements: what a person reads where the record has a code.

The English words are those of docs/glossary.md; other languages stand in the catalogues.
"""

from collections.abc import Mapping

from servanda.interfaces.language import text

CODE_WORDS: Mapping[str, str] = {
    # types of statements
    "proposal": "proposal",
    "acceptance": "acceptance",
    "key": "key",
    "check": "communication check",
    "request": "request",
    "acknowledgement": "acknowledgement",
    "status": "status update",
    "response": "response",
    "withdrawal": "withdrawal",
    "calendar": "calendar",
    "receipt": "receipt",
    "refusal": "refusal",
    "cut": "cut",
    "review": "review",
    "dispute": "dispute",
    # modes of an accord
    "real": "real",
    "exercise": "exercise",
    "demonstration": "demonstration",
    # states of a proposal
    "proposed": "proposed",
    "received": "received",
    "in_force": "in force",
    "replaced": "replaced",
    # kinds and urgency of requests, and the rows of figures over all of them
    "all": "all",
    "information_request": "information request",
    "preservation": "preservation",
    "mitigation": "mitigation",
    "investigation": "investigation",
    "routine": "routine",
    "urgent": "urgent",
    "emergency": "emergency",
    # outcomes of a final response
    "fulfilled_full": "fulfilled in full",
    "fulfilled_part": "fulfilled in part",
    "nil_return": "nothing found",
    "conditional": "fulfilled under conditions",
    "transferred": "transferred",
    "refused_full": "refused in full",
    "refused_part": "refused in part",
    "not_competent": "not competent",
    "duplicate": "duplicate",
}


def word(code: str, *, language: str | None = None) -> str:
    """Return the word for `code`; a code without one stands for itself."""
    english = CODE_WORDS.get(code)
    return code if english is None else text(english, language=language)
