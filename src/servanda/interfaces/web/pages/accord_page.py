"""The page of the accord: each text side by side, the clocks, what drifted, what is assessed.

Source: docs/spec/desk.md, "Accord and commitments".
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from servanda.core.accords.register import Entry, Item, Register
from servanda.core.assessments.side_by_side import newest_of_each
from servanda.core.identifiers import Digest, Origin, PartyId
from servanda.interfaces.accord_words import (
    change_words,
    clock_key_words,
    term_word,
    time_words,
    version_words,
)
from servanda.interfaces.assessment_words import assessor_words, period_words, value_words
from servanda.interfaces.language import text
from servanda.interfaces.web.pages.door import page
from servanda.interfaces.web.pages.pair_choice import PairLink, choose_pair
from servanda.interfaces.web.pages.visit import Visit
from servanda.usecases.accords.accord_state import read_pair_state
from servanda.usecases.accords.show_accord import AccordResult, show_accord
from servanda.usecases.accords.show_register import show_register
from servanda.usecases.conduct.read_assessments import read_assessments
from servanda.usecases.ports.records import PairRecord
from servanda.usecases.services import Services, require_node


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentRow:
    """One commitment, or one version of it.

    Attributes:
        id: As the text numbers it; empty where the row before has said it.
        version: In which version, in words.
        changes: What changed against the version before, in words.
        nature: What kind of promise; empty where the version dropped it.
        texts: Language and words of each authentic text.
        only: Language and passage that stands in that text alone.
        assessed: Who holds what of it at present, in words.
    """

    id: str
    version: str
    changes: str
    nature: str
    texts: Sequence[tuple[str, str]]
    only: Sequence[tuple[str, str]]
    assessed: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockRow:
    """One clock in one version.

    Attributes:
        clock: Which, and for which requests; empty where the row before has said it.
        version: In which version, in words.
        changes: What changed.
        time: How long; empty where the version dropped it.
        source: Where the number comes from.
    """

    clock: str
    version: str
    changes: str
    time: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccordSection:
    """One accord.

    Attributes:
        own: Origin of our log.
        accord: What is proposed or in force.
        versions: Words and id of each version that came into force.
        commitments: In the order of the text.
        clocks: In the order of the text.
    """

    own: Origin
    accord: AccordResult
    versions: Sequence[tuple[str, Digest]]
    commitments: Sequence[CommitmentRow]
    clocks: Sequence[ClockRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class AccordPage:
    """The whole page.

    Attributes:
        party: Ours.
        mode: Of the home.
        links: Every pair that it can be about.
        section: Of the chosen pair; None where there is none.
    """

    party: PartyId
    mode: str
    links: Sequence[PairLink]
    section: AccordSection | None


@page("accord")
def accord_page(visit: Visit) -> object:
    """Read the page; nothing is changed by it."""
    return read_accord_page(visit.services, query=visit.query, language=visit.language)


def read_accord_page(services: Services, *, query: Mapping[str, str], language: str) -> AccordPage:
    """Return what the page shows now, in `language`."""
    node = require_node(services)
    choice = choose_pair(services.store.pairs(), query, language=language)
    return AccordPage(
        party=node.party,
        mode=node.mode,
        links=choice.links,
        section=None
        if choice.chosen is None
        else _section(choice.chosen, language=language, services=services),
    )


def _section(pair: PairRecord, *, language: str, services: Services) -> AccordSection:
    own = pair.own
    accord = show_accord(counterpart=own.to_party, accord_name=own.accord_name, services=services)
    if not read_pair_state(pair, services=services).accords_in_force:
        return AccordSection(own=own, accord=accord, versions=(), commitments=(), clocks=())
    shown = show_register(counterpart=own.to_party, accord_name=own.accord_name, services=services)
    return AccordSection(
        own=own,
        accord=accord,
        versions=[
            (version_words(number, language=language), digest)
            for number, digest in enumerate(shown.versions, start=1)
        ],
        commitments=_commitments(
            shown.register,
            assessed=_assessed(pair, language=language, services=services),
            language=language,
        ),
        clocks=_clocks(shown.register, language=language),
    )


def _assessed(
    pair: PairRecord, *, language: str, services: Services
) -> Mapping[str, Sequence[tuple[str, str]]]:
    """Return by commitment who released what about the period that ended last."""
    found = read_assessments(pair, services=services)
    if found is None:
        return {}
    return {
        one.matter.commitment: [
            (
                ", ".join(
                    (
                        assessor_words(each.assessor),
                        period_words(one.matter.from_, one.matter.until),
                    )
                ),
                value_words(each.terms.scale, each.judgement.value, language=language),
            )
            for each in one.assessments
        ]
        for one in newest_of_each(found.side_by_side())
    }


def _commitments(
    register: Register, *, assessed: Mapping[str, Sequence[tuple[str, str]]], language: str
) -> list[CommitmentRow]:
    return [
        CommitmentRow(
            id=id_ if is_first else "",
            version=version_words(entry.version, language=language),
            changes=_changes(entry, language=language),
            nature="" if item is None else term_word(item.nature, language=language),
            texts=() if item is None else sorted(item.text.items()),
            only=() if item is None else sorted(item.only.items()),
            assessed=assessed.get(id_, ()) if is_first else (),
        )
        for id_, entries in register.commitments.items()
        for is_first, entry, item in _told_apart(entries)
    ]


def _clocks(register: Register, *, language: str) -> list[ClockRow]:
    return [
        ClockRow(
            clock=clock_key_words(key, language=language) if is_first else "",
            version=version_words(entry.version, language=language),
            changes=_changes(entry, language=language),
            time="" if rule is None else time_words(rule.unit, rule.amount, language=language),
            source="" if rule is None else text(rule.source, language=language),
        )
        for key, entries in register.clocks.items()
        for is_first, entry, rule in _told_apart(entries)
    ]


def _told_apart(entries: Sequence[Entry[Item]]) -> Iterator[tuple[bool, Entry[Item], Item | None]]:
    """Yield each entry with whether it is the first, which alone is named."""
    for entry in entries:
        yield entry is entries[0], entry, entry.item


def _changes(entry: Entry[object], *, language: str) -> str:
    names = change_words(language=language)
    return text(", ", language=language).join(names[change] for change in entry.changes)
