"""Build the tree of a page and let trafilatura find the article in it.

Loading this module costs half a second, so whoever reads no page does not import it.

Source: docs/spec/evidence/documents.md, "Pages"; trafilatura's documentation, "fast".
"""

from lxml.etree import LxmlError, strip_elements  # type: ignore[import-untyped] # ships no types
from lxml.html import HTMLParser, document_fromstring  # type: ignore[import-untyped] # as above
from trafilatura import __version__, bare_extraction

from servanda.evidence.reading.decoding import clean
from servanda.evidence.reading.page_metadata import Element, PageMetadata, metadata_of
from servanda.evidence.rules import how

READER = how("reading.page", 1, trafilatura=__version__)

# What a stranger's page has been seen, or must be expected, to bring out of the libraries: a page
# that they cannot take is read plainly, and the run goes on.
_FAULTS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    LxmlError,
    RecursionError,
    TypeError,
    ValueError,
)
# No article is in these, and the extractor walks over what is left about ten times: without them
# it is a quarter faster, with the same text on every development page.
_NEVER_ARTICLE = (
    *("style", "svg", "link", "meta", "source", "object", "embed", "canvas", "template"),
    *("button", "select", "input", "option", "textarea", "dialog", "menu", "nav", "footer"),
    *("iframe", "video", "audio", "noscript", "picture", "img", "area", "map"),
)


def article_of(page: str) -> tuple[tuple[str, ...], PageMetadata]:
    """Return the lines of the article in `page`, none where none is found, and the metadata.

    Args:
        page: Checked by `page_limits`: a tree costs more than time in proportion.
    """
    metadata = PageMetadata()
    try:
        tree = _tree_of(page)
        metadata = metadata_of(tree)
        strip_elements(tree, *_NEVER_ARTICLE, with_tail=False)
        found = bare_extraction(
            tree, fast=True, include_comments=False, include_tables=False, with_metadata=False
        )
    except _FAULTS:
        return (), metadata
    text = getattr(found, "text", None) or ""
    lines = (line.strip() for line in clean(text)[0].split("\n"))
    return tuple(line for line in lines if line), metadata


def _tree_of(page: str) -> Element:
    # A parser of our own each time: parsers keep names in a dictionary that never shrinks.
    parser = HTMLParser(
        encoding="utf-8",
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
        default_doctype=False,
        huge_tree=False,
        no_network=True,
    )
    tree: Element = document_fromstring(page.encode(), parser=parser)
    return tree
