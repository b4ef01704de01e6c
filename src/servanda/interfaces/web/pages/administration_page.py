"""The page of administration: what the node finds of itself, its keys, and what waits.

Nobody else is asked for the page: `servanda doctor` compares with what counterparts hold.

Source: docs/spec/desk.md, "Administration".
"""

from collections.abc import Sequence
from dataclasses import dataclass

from servanda.core.identifiers import PartyId
from servanda.interfaces.doctor_words import finding_meaning, level_words
from servanda.interfaces.web.pages.door import page
from servanda.interfaces.web.pages.visit import Visit
from servanda.usecases.keys.show_keys import KeysView, show_keys
from servanda.usecases.people.read_people import read_people
from servanda.usecases.services import require_node
from servanda.usecases.upkeep.check_node import check_node
from servanda.usecases.upkeep.findings import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRow:
    """One thing looked at.

    Attributes:
        finding: As the node says it, in English with its numbers.
        level: In words.
        meaning: What it means, in the reader's language.
    """

    finding: Finding
    level: str
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AdministrationPage:
    """The whole page.

    Attributes:
        party: Ours.
        mode: Of the home.
        may_sign: Whether no finding is a fault.
        findings: What needs a person first.
        sound: What is as it should be.
        keys: In use, with their expiry.
        changes: How many changes of persons wait.
        drafts: How many drafts wait.
        locked: Persons with wrong passphrases in a row, and how many.
    """

    party: PartyId
    mode: str
    may_sign: bool
    findings: Sequence[FindingRow]
    sound: Sequence[FindingRow]
    keys: KeysView
    changes: int
    drafts: int
    locked: Sequence[tuple[str, int]]


@page("administration")
def administration_page(visit: Visit) -> object:
    """Read the page; nothing is changed by it, and nobody is asked over the network."""
    services = visit.services
    node, people = require_node(services), read_people(services)
    report = check_node(services=services)
    rows = [
        FindingRow(
            finding=one,
            level=level_words(one.level, language=visit.language),
            meaning=finding_meaning(one.code, language=visit.language),
        )
        for one in report.findings
    ]
    counted = [
        (one.name, services.store.attempts(one.name).failures)
        for one in people.persons.values()
        if one.is_active
    ]
    return AdministrationPage(
        party=node.party,
        mode=node.mode,
        may_sign=report.sound,
        findings=sorted(
            (one for one in rows if one.finding.level != "ok"),
            key=lambda one: one.finding.level != "fault",
        ),
        sound=[one for one in rows if one.finding.level == "ok"],
        keys=show_keys(services=services),
        changes=len(people.waiting),
        drafts=len(services.store.drafts()),
        locked=[one for one in counted if one[1]],
    )
