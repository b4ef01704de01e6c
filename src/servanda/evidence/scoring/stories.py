"""Prediction rows for the scorer of clusters.

Source: docs/reference/evidence-accuracy.md, "Stories".
"""

from collections.abc import Iterable, Iterator, Mapping

from servanda.evidence.stories.cluster import cluster_stories
from servanda.evidence.stories.terms import terms_of

Row = Mapping[str, str | int]


def story_rows(texts: Iterable[tuple[str, str]]) -> Iterator[Row]:
    """Yield a row for each document, with the number of its story.

    Args:
        texts: Each document's name in the set and its text; read once.
    """
    found = cluster_stories({name: terms_of(text) for name, text in texts})
    for number, story in enumerate(found):
        for name in story.documents:
            yield {"doc": name, "cluster": number}
