"""Which pair a page is about, where a page shows one of many.

A page whose pairs each cost something to compute shows one; the others are links. What the
address names and what there is not is answered as if nothing were named: it may be an old link.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from servanda.core.identifiers import Origin
from servanda.usecases.ports.records import PairRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class PairLink:
    """A pair that the page can be about.

    Attributes:
        own: Origin of our log.
        query: What the address must ask for.
        is_chosen: Whether the page is about it now.
    """

    own: Origin
    query: str
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PairChoice:
    """The pair that a page is about, and how to come to the others.

    Attributes:
        chosen: None where there is no pair at all.
        links: Every pair, the chosen one included, in the order of the store.
    """

    chosen: PairRecord | None
    links: Sequence[PairLink]


def choose_pair(
    pairs: Sequence[PairRecord], query: Mapping[str, str], *, language: str
) -> PairChoice:
    """Return the pair that `query` names by `with` and `accord`, else the first."""
    wished = (query.get("with", ""), query.get("accord", ""))
    named = [pair for pair in pairs if (pair.own.to_party, pair.own.accord_name) == wished]
    chosen = next(iter(named or pairs), None)
    return PairChoice(
        chosen=chosen,
        links=[
            PairLink(
                own=pair.own,
                query=pair_query(pair.own, language=language),
                is_chosen=pair is chosen,
            )
            for pair in pairs
        ],
    )


def pair_query(own: Origin, *, language: str, **more: str) -> str:
    """Return the query of an address that is about a pair."""
    members = {"lang": language, "with": own.to_party, "accord": own.accord_name, **more}
    return urlencode(members)
