"""The page of the evidence: the newest report, the archive, incidents, and what people decided.

Reading an archive takes longer than anybody waits for a page, so the report shown is the one that
`servanda evidence report` kept, with how much of the archive and of the decisions it knows.

Source: docs/spec/desk.md, "Evidence"; docs/spec/evidence/page.md.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from servanda.core.errors import InvalidInputError
from servanda.core.identifiers import PartyId
from servanda.documents.evidence.section import render_section
from servanda.documents.evidence.summary import EvidenceSummary
from servanda.evidence.decisions.decision import Decision
from servanda.evidence.decisions.standing import stand
from servanda.evidence.incidents.incident import CODERS, Incident, fold_incidents, shown_to
from servanda.interfaces.evidence.report_file import read_summary
from servanda.interfaces.language import text
from servanda.interfaces.promises import promise_text
from servanda.interfaces.web.pages.door import page
from servanda.interfaces.web.pages.visit import Visit
from servanda.interfaces.words import word
from servanda.store.home.layout import Home, home_of_environment
from servanda.usecases.accords.accord_state import read_pair_state
from servanda.usecases.evidence.record_decision import verified_decisions
from servanda.usecases.ports.evidence import KeptDocument
from servanda.usecases.services import Services, require_node

PAGE_DOCUMENTS = 200
PAGE_DECISIONS = 100
_NOBODY = "-"  # sees of a coding that is still blind what everybody sees: nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRow:
    """One decision of a person.

    Attributes:
        number: Its place among the decisions of this node.
        at: When it was taken.
        by: Who took it.
        what: Verb, in words, and what it is about.
        reason: Why, in their words.
    """

    number: int
    at: datetime
    by: str
    what: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentRow:
    """One incident.

    Attributes:
        key: Its name.
        state: In words: open, confirmed, or waiting for a second coder.
        coders: Who answered, as far as the reader may know.
        answers: Field and the answer that holds.
    """

    key: str
    state: str
    coders: Sequence[str]
    answers: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidencePage:
    """The whole page.

    Attributes:
        party: Ours.
        mode: Of the home.
        section: The kept report in words, escaped; empty where none is kept.
        trouble: Why a kept report cannot be shown; empty if it can.
        is_stale: Whether documents or decisions came after the report.
        documents: The newest last, at most `PAGE_DOCUMENTS`.
        document_count: How many the archive has.
        incidents: By their names.
        decisions: The newest first, at most `PAGE_DECISIONS`.
        decision_count: How many there are.
    """

    party: PartyId
    mode: str
    section: str
    trouble: str
    is_stale: bool
    documents: Sequence[KeptDocument]
    document_count: int
    incidents: Sequence[IncidentRow]
    decisions: Sequence[DecisionRow]
    decision_count: int


@page("evidence")
def evidence_page(visit: Visit) -> object:
    """Read the page; nothing is changed by it."""
    return read_evidence_page(
        visit.services,
        home=home_of_environment(),
        person=visit.actor.name if visit.actor.is_person else _NOBODY,
        language=visit.language,
    )


def read_evidence_page(
    services: Services, *, home: Home, person: str, language: str
) -> EvidencePage:
    """Return what the page shows to `person` now.

    Args:
        services: The node's ports.
        home: Where the newest report is kept.
        person: Who looks: before their own answer nobody sees another coder's.
        language: Of this thread too, see `interfaces.language.speaking`.
    """
    node = require_node(services)
    documents = sorted(services.store.documents(), key=lambda one: (one.added_at, one.sha256))
    decisions = verified_decisions(services)
    section, trouble, is_stale = "", "", False
    try:
        summary = _kept_summary(home, party=node.party, language=language, services=services)
    except InvalidInputError as error:
        summary, trouble = None, str(error)
    if summary is not None:
        section = render_section(summary, language=language)
        in_force = len(stand(decisions).in_force)
        known = (len(summary.documents), summary.decisions)
        is_stale = known != (len(documents), in_force)
    return EvidencePage(
        party=node.party,
        mode=node.mode,
        section=section,
        trouble=trouble,
        is_stale=is_stale,
        documents=documents[-PAGE_DOCUMENTS:],
        document_count=len(documents),
        incidents=[*_incidents(decisions, person=person, language=language)],
        decisions=[_decision(one, language=language) for one in decisions[::-1][:PAGE_DECISIONS]],
        decision_count=len(decisions),
    )


def _kept_summary(
    home: Home, *, party: PartyId, language: str, services: Services
) -> EvidenceSummary | None:
    """Return the newest report in words; None where none was made yet."""
    file = home.evidence_report
    try:
        found = file.stat()
    except FileNotFoundError:
        return None
    promises = tuple(_promises(services, language=language))
    return _summary(home, (found.st_mtime_ns, found.st_size), party, promises, language)


@lru_cache(maxsize=8)  # large, and the same until the next report is made
def _summary(
    home: Home,
    stamp: tuple[int, int],  # noqa: ARG001 - tells one report from the next
    party: PartyId,
    promises: tuple[tuple[str, str], ...],
    language: str,  # noqa: ARG001 - the texts are in that of this thread
) -> EvidenceSummary:
    return read_summary(home.evidence_report, by=party, promises=dict(promises))


def _promises(services: Services, *, language: str) -> Iterator[tuple[str, str]]:
    """Yield what each commitment says, by the newest accord that there is."""
    for pair in services.store.pairs():
        newest = read_pair_state(pair, services=services).newest_accord
        if newest is not None:
            yield from (
                (one.id, promise_text(one.text, language=language))
                for one in newest.accord.terms.commitments
            )
            return


def _incidents(
    decisions: Sequence[Decision], *, person: str, language: str
) -> Iterator[IncidentRow]:
    for whole in fold_incidents(stand(decisions).in_force):
        seen = shown_to(whole, person=person)
        yield IncidentRow(
            key=whole.key,
            state=_state(whole, language=language),
            coders=[one.by for one in seen.codings],
            answers=sorted(_words(seen.answers(), language=language).items()),
        )


def _state(incident: Incident, *, language: str) -> str:
    if len(incident.codings) < CODERS:
        return text("waits for a second coder", language=language)
    if incident.is_confirmed:
        return text("confirmed", language=language)
    return text("two coders differ", language=language)


def _words(answers: Mapping[str, str], *, language: str) -> Mapping[str, str]:
    return {
        word(field, language=language): word(answer, language=language)
        for field, answer in answers.items()
    }


def _decision(one: Decision, *, language: str) -> DecisionRow:
    return DecisionRow(
        number=one.number,
        at=one.at,
        by=one.by,
        what=f"{word(one.verb, language=language)} {one.target}",
        reason=one.reason,
    )
