"""The same act by "hackers of a country" in one text and by its government's in another.

Source: docs/spec/evidence/flags.md, "subject_widened".
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from servanda.evidence.flags.material import Material, Raised
from servanda.evidence.names.gazetteer import Gazetteer
from servanda.evidence.names.mentions import EntityKind
from servanda.evidence.origins.statements import Statement
from servanda.evidence.spans import Span

_ACTORS: Final = r"(?:hackers|intruders|attackers|spies|operatives|groups?|cyber ?spies)"
_ANY_ACTOR: Final = re.compile(_ACTORS, re.IGNORECASE)
_LINK: Final = (
    r"(?:(?:which|who|that) (?:is|are|was|were) )?(?:linked to|tied to|backed by|working for|run by"
    r"|sponsored by|employed by|directed by|acting for|affiliated with|controlled by|supported by"
    r"|paid by|associated with|connected to|in the pay of"
    r"|(?:(?:working|acting|operating) )?on behalf of)"
)
_STATE: Final = r"(?:government|military|army|state|ministry|intelligence service)"


def subject_widened(material: Material) -> Iterator[Raised]:
    """Yield one flag for each content whose actors are wider in one text than in another."""
    forms = _forms(material.corpus.tables.gazetteer)
    if not forms:
        return
    seen: set[tuple[tuple[Span, ...], ...]] = set()
    for support in material.origins.supports:
        if len(support.documents) < 2:  # noqa: PLR2004 - one text cannot differ from itself
            continue
        # Both patterns have such a word; few texts do.
        members = [one for one in material.members(support) if _has_actor(one, material)]
        if not members:
            continue
        for state, names in forms.items():
            linked, plain = _patterns(names)
            narrow = _found(members, linked, material)
            wide = [
                span
                for span in _found(members, plain, material)
                if span.document not in {one.document for one in narrow}
            ]
            sides = (tuple(narrow), tuple(wide))
            if narrow and wide and sides not in seen:
                seen.add(sides)
                yield Raised(
                    sides=sides,
                    parameters={
                        "state": material.name(state),
                        "linked": material.words(narrow[0]),
                        "plain": material.words(wide[0]),
                    },
                )


def _has_actor(one: Statement, material: Material) -> bool:
    text = material.corpus.document(one.span).text
    return _ANY_ACTOR.search(text, one.span.start, one.span.end) is not None


def _forms(gazetteer: Gazetteer) -> dict[str, tuple[str, ...]]:
    """Return by state its names and what its own are called, the longest first."""
    return {
        one.key: tuple(sorted({one.name, *one.adjectives}, key=lambda form: (-len(form), form)))
        for _, one in sorted(gazetteer.entities.items())
        if one.kind is EntityKind.STATE
    }


@lru_cache(maxsize=1_000)
def _patterns(names: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    state = "(?:" + "|".join(map(re.escape, names)) + ")"
    linked = (
        rf"{_ACTORS} {_LINK} (?:the )?{state}(?:['’]s)?(?: {_STATE})?"
        rf"|{state} {_STATE} {_ACTORS}|{state} {_STATE}[- ](?:linked|backed|sponsored) {_ACTORS}"
    )
    return (
        re.compile(rf"(?<!\w)(?:{linked})(?!\w)", re.IGNORECASE),
        re.compile(rf"(?<!\w){state} {_ACTORS}(?!\w)", re.IGNORECASE),
    )


def _found(members: list[Statement], pattern: re.Pattern[str], material: Material) -> list[Span]:
    found: set[Span] = set()
    for one in members:
        document = material.corpus.document(one.span)
        for match in pattern.finditer(document.text, one.span.start, one.span.end):
            found.add(document.span(match.start(), match.end()))
    return sorted(found)
