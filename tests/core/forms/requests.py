"""Complete requests of every kind, and ways to spoil them."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from servanda.core.accords.terms import ClockRule, Commitment, Terms
from servanda.core.forms.checklist import Checklist, check_before_sending
from servanda.core.forms.elements import FORM_KINDS
from servanda.core.statements.codes import GROUNDS, KINDS
from servanda.simulation.filled_form import filled_body

NOW = datetime(2026, 1, 10, 8, 0, tzinfo=UTC)
TERMS = Terms(
    commitments=(
        Commitment(id="C1.1", nature="continuing"),
        Commitment(id="C1.2", nature="conditional"),
    ),
    kinds=KINDS,
    clocks=(ClockRule(name="answer", unit="hours", amount=8, urgency="urgent"),),
    grounds=GROUNDS,
    subjects=frozenset(("cyber",)),
    preservation_longest_days=180,
)
KIND_NAMES = FORM_KINDS


@dataclass(slots=True)
class Request:
    """A request that a test may spoil."""

    facts: dict[str, Any]
    body: dict[str, Any]
    has_files: bool = False
    same_open: Sequence[str] = field(default=())

    @property
    def elements(self) -> dict[str, Any]:
        elements: dict[str, Any] = self.body["elements"]
        return elements

    def check(self, terms: Terms = TERMS) -> Checklist:
        return check_before_sending(
            facts=self.facts,
            body=self.body,
            has_files=self.has_files,
            terms=terms,
            now=NOW,
            same_open=self.same_open,
        )

    def codes(self) -> list[tuple[str, str]]:
        """What is wrong: the element and the code of each problem."""
        return [(problem.element, problem.code) for problem in self.check().problems]

    def rules(self) -> set[str]:
        """The rules that are broken."""
        return {problem.rule for problem in self.check().problems}


def complete(kind: str = "information_request", **facts: object) -> Request:
    """Return a request that is right first time."""
    body = filled_body(
        kind=kind,
        title="Who used this account",
        authority="Police of Aland",
        file_number="A-1",
        brief_facts="An account was taken over.",
        sought=("Subscriber of the account", "Its log-ins"),
    )
    del body["overrides"]
    plain: Mapping[str, object] = {
        "kind": kind,
        "urgency": "routine",
        "commitment": "C1.1",
        "subject": "cyber",
        "use": "investigative",
        "tlp": "amber",
    }
    return Request(facts={**plain, **facts}, body=deepcopy(body))


def urgent(**facts: object) -> Request:
    """Return a complete request above routine."""
    request = complete()
    request.facts |= {"urgency": "urgent", "criterion": "loss_of_data", **facts}
    return request


def arrest() -> Request:
    """Return a complete request for an arrest."""
    request = complete("investigation")
    request.body["items"][0]["category"] = "arrest"
    request.body["not_applicable"].remove("E26")
    request.elements["E26"] = {
        "person": "One suspected person, as the warrant names them.",
        "basis": "A photograph compared by two officers.",
        "warrant_authority": "Court of Aland",
        "warrant_date": "2025-12-01",
        "offence": "Unlawful access, section 202.",
    }
    return request
