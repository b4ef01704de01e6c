"""What has room on the one page of a brief, in every language alike.

A principal reads one page. Of a store of years there is more to say; so what would run over it
goes: from the kind of which there is most, one by one, so that no kind can push another off the
page. How long a sentence is set is reckoned, by its longest language, for the same sentences
stand in each.

Source: docs/spec/brief.md, "The page".
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

from servanda.core.identifiers import DIGEST_PREFIX
from servanda.documents.brief.content import Sentence
from servanda.documents.brief.readable import MOST_REFS, SOURCES

PAGE_LINES: Final = 40  # of those of an A4 page, with its heading and its foot
_LINE: Final = 94  # Latin characters of the text in a line
_WIDE, _SMALL, _TENTHS = 22, 8, 10  # tenths of that width: a Chinese one; what it rests on
_NUMBER: Final = len("[1000] ")  # by which a hash is named on the page
_GROWING: Final = ("days", "level", "absent", "delegation")  # with every round: the oldest go

_ALWAYS: Final = ("left_out", SOURCES)  # what is left out, and where sources are found


def lines_of(one: Sentence, words: Mapping[str, str], *, has_list: bool) -> int:
    """Return how many lines of the page a sentence takes, never fewer than it does.

    Args:
        one: The sentence.
        words: Of its language.
        has_list: Whether hashes are named by their numbers in a list at the end.
    """
    named = one.refs if one.key == SOURCES else one.refs[:MOST_REFS]
    refs = sum(_ref(text, has_list=has_list) for text in named)
    grounds = _width(f"{words[one.basis]}. {words['rests_on']}: ") + refs
    return -(-(_width(one.text) * _TENTHS + grounds * _SMALL) // (_LINE * _TENTHS * _TENTHS))


def on_one_page(
    page: Sequence[Sentence], heights: Sequence[int], *, room: int = PAGE_LINES
) -> frozenset[str]:
    """Return the keys of the sentences that one page has room for.

    Args:
        page: All of them.
        heights: The lines that each takes in its longest language.
        room: Lines that there are.
    """
    height = {one.key: lines for one, lines in zip(page, heights, strict=True)}
    kinds: dict[str, list[str]] = {}
    for one in page:
        kinds.setdefault(_kind(one.key), []).append(one.key)
    while sum(height.values()) > room:
        counts = Counter(
            {
                kind: sum(map(height.__getitem__, keys))
                for kind, keys in kinds.items()
                if kind not in _ALWAYS and keys
            }
        )
        if not counts:
            break
        ((most, _),) = counts.most_common(1)
        gone = kinds[most].pop(0 if most in _GROWING else -1)
        del height[gone]
    return frozenset(height)


def _kind(key: str) -> str:
    return key.split(".", maxsplit=1)[0]


def _ref(text: str, *, has_list: bool) -> int:
    """Return the width of what a sentence rests on, with what parts it from the next."""
    if has_list and text.startswith(DIGEST_PREFIX):
        return _NUMBER * _TENTHS
    return _width(f"{text} · ")


def _width(text: str) -> int:
    """Return the width of a text in tenths of a Latin character."""
    return sum(_WIDE if sign > "\u2e7f" else _TENTHS for sign in text)
