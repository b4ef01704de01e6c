"""Refuse to build a tree for a page that would cost too much: a scan of the text, linear in it.

A tree of nested, countless or overloaded tags takes time that grows with the square of its size,
and beyond some depth parsers drop content in silence. Such a page is read plainly instead.

Source: docs/spec/evidence/documents.md, "Pages".
"""

import re

# The development pages have at most 2,900 tags. A hostile page at the limit took two seconds, one
# with ten times as many, nineteen.
MAX_TAG_MARKS = 20_000
# libxml2 stops at 256 and loses what follows, so the check comes well before.
MAX_DEPTH = 200
# Attributes of one tag cost their square: 1,000 take two milliseconds, 100,000 fifteen seconds.
MAX_ATTRIBUTES = 1_000

_DATA_ADDRESS = re.compile(r"data:[\w.+/-]{1,80};base64,[A-Za-z0-9+/=%\s]{64,}")
# What looks like a tag in these is none. What is not closed reaches the end, and nothing is tried
# twice.
_SILENT = re.compile(r"<(script|style|svg|textarea)\b(?:[^<]++|<(?!/\1))*+", re.IGNORECASE)
_TAG = re.compile(r"<(/?)([a-z][a-z0-9:-]{0,40})", re.IGNORECASE)
# A tag with too many attributes is at least so long, or has as many `<` in them as are counted.
_LONG_TAG = re.compile(rf"<[a-z][^\s/>]*(?=[^<]{{{2 * MAX_ATTRIBUTES}}})", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"[\s/]+(?:[^\s=>/][^\s=>/]*(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s>]*))?)?")
# Tags that never hold others, or that a parser closes by itself when their like begins: they
# nest in what is written, not in the tree. What nests them in earnest is counted.
_NOT_NESTING = frozenset(
    [
        *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param"),
        *("source", "track", "wbr", "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody"),
        *("tfoot", "option", "optgroup", "colgroup", "html", "head", "body"),
    ]
)


def without_data_addresses(page: str) -> str:
    """Return `page` without the images that are written out in it: they hold no text."""
    return _DATA_ADDRESS.sub("data:", page) if ";base64," in page else page


def reason_against_a_tree(page: str) -> str:
    """Return why no tree must be built for `page`, or an empty string."""
    if page.count("<") > MAX_TAG_MARKS:
        return "too_complex"
    marked = _SILENT.sub("", page)
    if any(_is_overloaded(marked, match.end()) for match in _LONG_TAG.finditer(marked)):
        return "too_complex"
    return "too_deep" if _depth(marked) > MAX_DEPTH else ""


def _depth(page: str) -> int:
    """Return how deep the tags of `page` nest, or a little more than `MAX_DEPTH`."""
    depth = 0
    for closing, name in _TAG.findall(page):
        if name.lower() in _NOT_NESTING:
            continue
        if closing:
            depth -= depth > 0
        else:
            depth += 1
            if depth > MAX_DEPTH:
                break
    return depth


def _is_overloaded(page: str, position: int) -> bool:
    """Tell whether the tag whose name ends at `position` has too many attributes."""
    for _ in range(MAX_ATTRIBUTES):
        match = _ATTRIBUTE.match(page, position)
        if match is None:
            return False
        position = match.end()
    return True
