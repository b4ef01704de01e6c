"""Findings for people: the status, and for each reason a sentence of what the texts cannot carry.

Source: docs/spec/evidence/findings.md.
"""

from collections.abc import Callable, Iterator, Mapping

from servanda.evidence.claims.claim import HedgeKind
from servanda.evidence.findings.finding import Finding, Reason, Status, Told
from servanda.interfaces.language import text

HEDGES = "hedges"  # parameter with kinds of hedges


def status_text(finding: Finding) -> str:
    """Return the status of a finding in words."""
    if finding.status is Status.BREACH_ALLEGED:
        return text("breach alleged: {element} not shown").format(element=finding.element)
    return _STATUS[finding.status]()


def reason_texts(finding: Finding) -> Iterator[str]:
    """Yield a sentence for each reason."""
    for told in finding.told:
        yield _sentence(told)


def summary_text(finding: Finding) -> str:
    """Return how much was looked at."""
    return text("documents: {documents}, origins: {origins}").format(
        documents=finding.documents, origins=len(finding.origins)
    )


def _sentence(told: Told) -> str:
    given = dict(told.parameters)
    if HEDGES in given:
        given[HEDGES] = text(", ").join(map(hedge_text, given[HEDGES].split(", ")))
    return _REASONS[told.reason]().format_map(_Present(given))


def hedge_text(kind: str) -> str:
    """Return a kind of hedge in words."""
    known = {each.value: each for each in HedgeKind}
    return _HEDGES[known[kind]]() if kind in known else kind


class _Present(dict[str, str]):
    """The parameters that are there; a missing one is shown as a dash."""

    def __init__(self, given: Mapping[str, str]) -> None:
        super().__init__(given)

    def __missing__(self, key: str) -> str:
        return "-"


_HEDGES: Mapping[HedgeKind, Callable[[], str]] = {
    HedgeKind.ACCUSED: lambda: text("accused of"),
    HedgeKind.LINKED: lambda: text("linked to"),
    HedgeKind.SEEMS: lambda: text("seems"),
    HedgeKind.MAY: lambda: text("may"),
    HedgeKind.SOME_SAY: lambda: text("some say"),
    HedgeKind.BELIEVED: lambda: text("is believed"),
    HedgeKind.NOT_NECESSARILY: lambda: text("not necessarily"),
    HedgeKind.EXPECTED: lambda: text("is expected"),
    HedgeKind.CLAIMED: lambda: text("claimed"),
    HedgeKind.NEGATED: lambda: text("not"),
}

_STATUS: Mapping[Status, Callable[[], str]] = {
    Status.NOT_SHOWN: lambda: text("not shown"),
    Status.BREACH_SHOWN: lambda: text("breach shown"),
    Status.BREACH_ALLEGED: lambda: text("breach alleged"),
    Status.NO_BREACH_SHOWN: lambda: text("no breach shown"),
    Status.NOT_YET_DUE: lambda: text("not yet due"),
    Status.KEPT: lambda: text("kept"),
    Status.KEPT_LATE: lambda: text("kept late"),
    Status.OVERDUE: lambda: text("overdue"),
    Status.PARTLY_SHOWN: lambda: text("partly shown"),
    Status.KEPT_SO_FAR: lambda: text("kept so far"),
}

_REASONS: Mapping[Reason, Callable[[], str]] = {
    Reason.NOTHING_REPORTED: lambda: text("No text speaks of it."),
    Reason.NO_INCIDENT_CODED: lambda: text(
        "Nobody has coded an incident; reports alone show no breach, however many."
    ),
    Reason.NOT_CONFIRMED: lambda: text("Nobody has confirmed it, or too few have."),
    Reason.SINGLE_ORIGIN: lambda: text(
        "All that tells of it goes back to one origin (documents: {documents})."
    ),
    Reason.UNNAMED_ORIGIN: lambda: text("Some of it has an origin that nobody names."),
    Reason.BEFORE_ACCORD: lambda: text("It began before the accord."),
    Reason.ONLY_INTENTION: lambda: text("It is planned, agreed or promised; that is no act."),
    Reason.HEDGED: lambda: text("The texts stand back from it: {hedges}."),
    Reason.ELEMENT_MISSING: lambda: text("The element {element} is not shown."),
    Reason.ELEMENT_CONTRADICTED: lambda: text("The element {element} is contradicted."),
    Reason.NO_EXFILTRATION: lambda: text("Nothing shows that anything was taken."),
    Reason.TOO_FEW_ORIGINS: lambda: text(
        "{origins} named origins stand behind it, and {wanted} are needed."
    ),
    Reason.OPEN_FLAG: lambda: text("A grave flag on its statements is open."),
    Reason.CONTESTED: lambda: text("Two coders differ, and nobody has settled it."),
    Reason.NOT_YET_DUE: lambda: text("It is due on {due}."),
    Reason.DUE_PASSED: lambda: text("It was due on {due}."),
    Reason.TOLD_AS_HELD: lambda: text(
        "It is told as held ({days}; documents: {documents}), and nobody has put that on record."
    ),
    Reason.MANY_NOT_NAMED: lambda: text("Most of its origins are not named."),
}
