"""The twelve rules of a request that is right first time, each a pure function.

A request is refused before it leaves while one of them is broken; the receiver's checklist runs
the same functions. Three may be set aside by the requester, with a reason that is sent.

Source: docs/reference/request-form.md, "Rules".
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final, TypeAlias

from servanda.core.canonical import JsonObject
from servanda.core.forms.completeness import elements_are_given, items_are_bounded
from servanda.core.forms.element_fields import OVERRIDABLE_RULES
from servanda.core.forms.filled import FilledForm, instant_at
from servanda.core.forms.identifier_rules import (
    addresses_have_instant_and_port,
    identifiers_can_be_found,
)
from servanda.core.forms.problems import Problem
from servanda.core.forms.said import ROUTINE, object_at
from servanda.core.identifiers import format_instant
from servanda.core.statements.codes import URGENCY_CRITERIA

Rule: TypeAlias = Callable[[FilledForm], Iterator[Problem]]

EMERGENCY: Final = "emergency"
_WARRANT = ("warrant_authority", "warrant_date", "offence")
_EVIDENTIAL = frozenset(("evidential", "evidential_with_consent"))
# Words that call a person guilty. "Suspected of", "charged with" say the same and presume nothing.
_GUILTY: Final = re.compile(
    r"\b(?:the|this|these|those) (?:hacker|criminal|culprit|perpetrator|offender|fraudster|thief"
    r"|murderer|terrorist)s?\b|\b(?:is|are|was|were) guilty\b|罪犯|犯罪分子|凶手|该黑客",
    re.IGNORECASE,
)
# A run that no word is as long as; hashes and tokens are shorter.
ENCODED_SIGNS: Final = 256
_ENCODED = re.compile(rf"[A-Za-z0-9+/]{{{ENCODED_SIGNS},}}")
_ENCODED_LINES = re.compile(r"(?:^[A-Za-z0-9+/]{56,}={0,2}$\n?){4,}", re.MULTILINE)
_HASH_LINE = re.compile(r"[0-9A-Fa-f]+")
_HASH_LENGTHS = frozenset((64, 96, 128))


def periods_have_passed(form: FilledForm) -> Iterator[Problem]:
    """R04: no period ends before it begins or lies in the future."""
    at = format_instant(form.at)
    for number, item in form.items():
        start, end = instant_at(item, "from"), instant_at(item, "until")
        if start is not None and end is not None and end < start:
            found = f"{format_instant(start)} – {format_instant(end)}"
            values = {"item": number, "found": found}
            yield Problem(code="period-reversed", element="E08", values=values)
        latest = max((moment for moment in (start, end) if moment is not None), default=None)
        if latest is not None and latest > form.at:
            values = {"item": number, "at": at, "found": format_instant(latest)}
            yield Problem(code="period-in-future", element="E08", values=values)
    for number, one in form.identifiers():
        moment = instant_at(one, "at")
        if moment is not None and moment > form.at:
            values = {"number": number, "at": at, "found": format_instant(moment)}
            yield Problem(code="identifier-in-future", element="E11", values=values)


def urgency_is_founded(form: FilledForm) -> Iterator[Problem]:
    """R06: urgency above routine has criterion and facts, and a duty contact."""
    urgency, criterion = str(form.facts.get("urgency", "")), form.facts.get("criterion")
    if urgency == ROUTINE:
        if criterion is not None:
            found = {"found": str(criterion)}
            yield Problem(code="criterion-with-routine", element="E14", values=found)
    elif urgency in URGENCY_CRITERIA:  # one that is missing or unknown is told as that alone
        yield from _founding_problems(urgency, criterion, form)
    until = instant_at(form.element("E25"), "until")
    if until is not None and until < form.earliest_due():
        values = {"expected": format_instant(form.earliest_due()), "found": format_instant(until)}
        yield Problem(code="officer-gone", element="E25", values=values)


def _founding_problems(urgency: str, criterion: object, form: FilledForm) -> Iterator[Problem]:
    allowed = URGENCY_CRITERIA[urgency]
    if criterion not in allowed:
        values = {
            "urgency": urgency,
            "expected": ", ".join(sorted(allowed)),
            "found": str(criterion or "none"),
        }
        yield Problem(code="criterion-missing", element="E14", values=values)
    if form.body is None:
        return
    founding = form.element("E14")
    if "facts" not in founding:
        values = {"place": "elements.E14"}
        yield Problem(code="urgency-without-facts", element="E14", values=values)
    if urgency == EMERGENCY:
        for member in ("whose_risk", "by_when"):
            if member not in founding:
                yield Problem(code="emergency-incomplete", element="E14", values={"member": member})
    if form.element("E25").get("duty") is False:
        yield Problem(code="officer-not-on-duty", element="E25")


def preservation_is_bounded(form: FilledForm) -> Iterator[Problem]:
    """R07: the days of preservation lie between 1 and the accord's longest."""
    days, most = form.element("E17").get("days"), form.terms.preservation_longest_days
    if isinstance(days, int) and not 1 <= days <= most:
        values = {"most": str(most), "found": str(days)}
        yield Problem(code="preservation-days", element="E17", values=values)


def markings_agree(form: FilledForm) -> Iterator[Problem]:
    """R08: markings do not contradict each other."""
    handling, use = form.element("E21"), form.facts.get("use")
    if use in _EVIDENTIAL and handling.get("use") == "intelligence_only":
        yield Problem(code="use-beyond-marking", element="E20", values={"found": str(use)})
    if form.facts.get("tlp") == "clear" and handling.get("personal_data") is True:
        yield Problem(code="clear-with-personal-data", element="E21")


def language_is_notified(form: FilledForm) -> Iterator[Problem]:
    """R09: the language is one in which the accord lets requests be written."""
    language = form.element("E22").get("language")
    if language is not None and language not in form.terms.languages:
        allowed = ", ".join(sorted(form.terms.languages))
        values = {"expected": allowed, "found": str(language)}
        yield Problem(code="language-not-notified", element="E22", values=values)


def nothing_is_asked_twice(form: FilledForm) -> Iterator[Problem]:
    """R10: no open request of ours to this party has the same normalised items."""
    for name in form.same_open:
        yield Problem(code="same-request-open", element="E08", values={"found": name})


def arrest_is_warranted(form: FilledForm) -> Iterator[Problem]:
    """R11: an arrest rests on a warrant, in words that presume innocence."""
    arrest = form.element("E26")
    if not arrest:
        return
    for member in _WARRANT:
        if member not in arrest:
            yield Problem(code="warrant-missing", element="E26", values={"member": member})
    for place, text in form.texts():
        guilty = _GUILTY.search(text)
        if guilty is not None:
            values = {"found": guilty[0], "place": place}
            yield Problem(code="person-called-guilty", element="E26", values=values)


def samples_are_sealed(form: FilledForm) -> Iterator[Problem]:
    """R12: no sample lies in plain words; an attachment is always sealed."""
    for place, text in form.texts():
        if _ENCODED.search(text) is not None or any(
            _is_file(found[0]) for found in _ENCODED_LINES.finditer(text)
        ):
            yield Problem(code="file-in-text", element="E28", values={"place": place})


def _is_file(lines: str) -> bool:
    """Return whether lines of encoded signs are a file and not a list of hashes."""
    return not all(
        len(line) in _HASH_LENGTHS and _HASH_LINE.fullmatch(line) for line in lines.split()
    )


RULES: Final[Mapping[str, Rule]] = {
    "R01": elements_are_given,
    "R02": items_are_bounded,
    "R03": addresses_have_instant_and_port,
    "R04": periods_have_passed,
    "R05": identifiers_can_be_found,
    "R06": urgency_is_founded,
    "R07": preservation_is_bounded,
    "R08": markings_agree,
    "R09": language_is_notified,
    "R10": nothing_is_asked_twice,
    "R11": arrest_is_warranted,
    "R12": samples_are_sealed,
}


def broken_rules(form: FilledForm) -> Iterator[Problem]:
    """Yield what is wrong with `form`, without what the requester set aside with a reason."""
    for name, rule in RULES.items():
        if name not in set_aside(form.members):
            yield from rule(form)


def set_aside(body: JsonObject) -> JsonObject:
    """Return the reasons for which rules are set aside, by rule."""
    reasons = object_at(body, "overrides")
    return {name: reasons[name] for name in sorted(OVERRIDABLE_RULES & reasons.keys())}
