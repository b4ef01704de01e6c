"""From analyses and decisions to the corpus: solved days, dated statements, shared text.

The order in which documents come changes nothing: they are taken by their hashes.

Source: docs/spec/evidence/README.md, "The way of a document".
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from servanda.evidence.corpus.analysis import Analysis, texts_of
from servanda.evidence.corpus.corpus import Corpus, Counted
from servanda.evidence.corpus.corrected import corrected, with_decided_day
from servanda.evidence.corpus.occasions import dated
from servanda.evidence.corpus.tables import Tables
from servanda.evidence.decisions.standing import Standing
from servanda.evidence.facts import relevant_facts
from servanda.evidence.intervals import Interval
from servanda.evidence.publication.clues import read_clues
from servanda.evidence.publication.publication import Publication
from servanda.evidence.publication.solve import solve_publications
from servanda.evidence.reuse.find import compare_printings, find_reuse
from servanda.evidence.reuse.printings import find_printings
from servanda.evidence.reuse.quotation_matches import match_quotations
from servanda.evidence.times.resolve import resolve_times
from servanda.evidence.times.time import Time


def build_corpus(analyses: Iterable[Analysis], *, tables: Tables, standing: Standing) -> Corpus:
    """Return the corpus of all documents.

    Args:
        analyses: One for each document; of one document given twice the first counts.
        tables: What is known beforehand.
        standing: What people decided.
    """
    by_hash: dict[str, Analysis] = {}
    for one in analyses:
        by_hash.setdefault(one.document.sha256, one)
    printings = find_printings(
        [one.document for one in by_hash.values()], decided=_decided(standing)
    )
    closest = {name: text.closest for text in printings for name in text.counted}
    corpus = _joined(
        [by_hash[key] for key in sorted(by_hash) if key not in closest],
        tables=tables,
        standing=standing,
    )
    return replace(
        corpus,
        printings=printings,
        counted={
            name: _counted(by_hash[name], by_hash[closest[name]], corpus)
            for name in sorted(closest)
        },
    )


def _joined(ordered: Sequence[Analysis], *, tables: Tables, standing: Standing) -> Corpus:
    """Return the corpus of those documents that are looked at."""
    published = _published(ordered, tables=tables, standing=standing)
    times = {
        one.document.sha256: _times(one, published[one.document.sha256].reference, tables=tables)
        for one in ordered
    }
    told = [
        corrected(
            _dated(one, times[one.document.sha256], published[one.document.sha256].days),
            standing=standing,
        )
        for one in ordered
    ]
    matches = match_quotations(
        [quotation for one in told for quotation in one.quotations], texts=texts_of(told)
    )
    reuses = find_reuse(
        [one.document for one in told],
        quotations={one.document.sha256: one.quotations for one in told},
        matches=matches,
        published={key: found.days for key, found in published.items()},
    )
    return Corpus(
        analyses={one.document.sha256: one for one in told},
        publications=published,
        times=times,
        matches=matches,
        reuses=reuses,
        tables=tables,
        standing=standing,
    )


def _decided(standing: Standing) -> frozenset[str]:
    """Return the documents that decisions point at: what was decided of them goes on to hold."""
    return frozenset(part for one in standing.in_force for part in one.target.split(":"))


def _counted(one: Analysis, closest: Analysis, corpus: Corpus) -> Counted:
    found = _published([one], tables=corpus.tables, standing=corpus.standing)
    publication = found[one.document.sha256]
    near = closest.document.sha256
    return Counted(
        document=one.document,
        closest=near,
        publication=publication,
        reuse=compare_printings(
            closest.document,
            one.document,
            published={
                one.document.sha256: publication.days,
                near: corpus.publications[near].days,
            },
        ),
    )


def _published(
    ordered: Sequence[Analysis], *, tables: Tables, standing: Standing
) -> Mapping[str, Publication]:
    clues = [
        with_decided_day(
            read_clues(one.document, one.expressions, facts=tables.facts, names=one.names),
            standing,
        )
        for one in ordered
    ]
    solved = solve_publications(clues, facts=tables.facts, gazetteer=tables.gazetteer)
    return {one.document: one for one in solved}


def _times(one: Analysis, published: Interval, *, tables: Tables) -> tuple[Time, ...]:
    facts = relevant_facts(one.document.text, tables.facts)
    return resolve_times(one.expressions, published=published, facts=facts)


def _dated(one: Analysis, times: Sequence[Time], published: Interval) -> Analysis:
    return replace(
        one,
        quotations=dated(one.document, one.quotations, times=times, published=published),
        claims=dated(one.document, one.claims, times=times, published=published),
    )
