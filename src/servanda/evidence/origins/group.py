"""Origins, and the support of what is said: distinct first voices, never articles.

Source: docs/spec/evidence/origins.md.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from servanda.evidence.corpus.corpus import Corpus
from servanda.evidence.origins.alike import Group, groups_of
from servanda.evidence.origins.first_voice import JOINT, first_voices
from servanda.evidence.origins.origin import Origin, RelayEdge, Support
from servanda.evidence.origins.printed import Printed, printed_statements
from servanda.evidence.origins.propositions import Propositions
from servanda.evidence.origins.relays import relay_edges
from servanda.evidence.origins.statements import Statement, statements_of
from servanda.evidence.rules import how
from servanda.evidence.spans import Span
from servanda.evidence.voices import UNNAMED

_NAMED = how("origin.first_voice", 1)
_OPEN = how("origin.unnamed", 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Origins:
    """The origins of a corpus.

    Attributes:
        statements: All statements, by place.
        origins: By key, in order: named ones, then unnamed ones.
        supports: What is said alike, the most documents first.
        edges: Who relays whom.
        of_statement: By content key of a statement: keys of the origins it goes back to.
        printed: What counts of texts that were printed several times.
    """

    statements: tuple[Statement, ...]
    origins: Mapping[str, Origin]
    supports: tuple[Support, ...]
    edges: tuple[RelayEdge, ...]
    of_statement: Mapping[str, tuple[str, ...]]
    printed: Printed = field(default_factory=Printed)

    def is_named(self, key: str) -> bool:
        """Tell whether an origin is named."""
        return not key.startswith(UNNAMED)


def group_origins(corpus: Corpus, *, propositions: Propositions) -> Origins:
    """Return the origins of all statements; the order of documents does not matter."""
    statements = statements_of(corpus, propositions=propositions)
    printed = printed_statements(statements, corpus)
    counted = [printed.as_counted(one) for one in statements]
    voices = first_voices(corpus, counted)
    groups = [*_without(printed.ignored, groups_of(counted, corpus, printed), statements)]
    unnamed = _unnamed(statements, voices, groups)
    supports = sorted(
        (_support(group, statements, voices, unnamed, corpus=corpus) for group in groups),
        key=lambda one: (-len(one.documents), -len(one.statements), one.statements, one.how),
    )
    of_statement = {
        one.key: (voice,) if voice else (unnamed[number],)
        for number, (one, voice) in enumerate(zip(statements, voices, strict=True))
    }
    return Origins(
        statements=statements,
        origins=_origins(statements, of_statement, corpus),
        supports=tuple(supports),
        edges=relay_edges(statements, of_statement, corpus),
        of_statement=of_statement,
        printed=printed,
    )


def _without(
    ignored: Collection[str], groups: Sequence[Group], statements: Sequence[Statement]
) -> Iterator[Group]:
    for group in groups:
        kept = tuple(one for one in group.statements if statements[one].key not in ignored)
        if kept:
            yield replace(group, statements=kept)


def _unnamed(
    statements: Sequence[Statement], voices: Sequence[str | None], groups: Sequence[Group]
) -> Mapping[int, str]:
    """Return a key for each statement that names nobody: one for all that say the same.

    Two unnamed statements with one content are one until somebody shows otherwise; so neither
    ever stands beside the other as a second source.
    """
    parent = {number: number for number, voice in enumerate(voices) if voice is None}

    def root(number: int) -> int:
        while parent[number] != number:
            number = parent[number]
        return number

    for group in groups:
        members = [number for number in group.statements if number in parent]
        for one in members[1:]:
            low, high = sorted((root(members[0]), root(one)))
            parent[high] = low
    keys: dict[int, str] = {}
    for number in sorted(parent, key=lambda each: statements[each].span):
        keys.setdefault(root(number), f"{UNNAMED}{len(keys) + 1}")
    return {number: keys[root(number)] for number in parent}


def _support(
    group: Group,
    statements: Sequence[Statement],
    voices: Sequence[str | None],
    unnamed: Mapping[int, str],
    *,
    corpus: Corpus,
) -> Support:
    """Count the named origins; an unnamed one only where nobody is named.

    "Some firms say" is no further voice where a named firm says the same.
    """
    named = _without_joint({voice for number in group.statements if (voice := voices[number])})
    open_ = sorted({unnamed[number] for number in group.statements if number in unnamed})
    members = [statements[number] for number in group.statements]
    documents = corpus.all_printings(one.span.document for one in members)
    return Support(
        statements=tuple(one.span for one in members),
        documents=documents,
        origins=tuple(named or open_[:1]),
        how=group.how,
    )


def _without_joint(voices: set[str]) -> list[str]:
    """Leave out those who speak together where one of them says the same alone."""
    return sorted(
        voice for voice in voices if JOINT not in voice or voices.isdisjoint(voice.split(JOINT))
    )


def _origins(
    statements: Sequence[Statement], of_statement: Mapping[str, tuple[str, ...]], corpus: Corpus
) -> Mapping[str, Origin]:
    spans: dict[str, list[Span]] = {}
    for one in statements:
        for key in of_statement[one.key]:
            spans.setdefault(key, []).append(one.span)
    order = sorted(spans, key=lambda key: (key.startswith(UNNAMED), _number(key), key))
    return {
        key: Origin(
            key=key,
            name=_name(key, corpus),
            statements=tuple(spans[key]),
            how=(_OPEN if key.startswith(UNNAMED) else _NAMED,),
        )
        for key in order
    }


def _number(key: str) -> int:
    return int(key.removeprefix(UNNAMED)) if key.startswith(UNNAMED) else 0


def _name(key: str, corpus: Corpus) -> str:
    if key.startswith(UNNAMED):
        return UNNAMED
    found = [corpus.entity(part) for part in key.split(JOINT)]
    return ", ".join(
        one.name if one else part.partition(":")[2]
        for one, part in zip(found, key.split(JOINT), strict=True)
    )
