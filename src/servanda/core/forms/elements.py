"""The 28 elements of the request form, and what each kind of request demands of them.

One table is the form of every kind: what is checked before sending, what the receiver sees and
the empty form that an officer fills in are all read off it.

Source: docs/reference/request-form.md.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

MANDATORY: Final = "!"
NOT_KNOWN_ACCEPTED: Final = "!~"  # mandatory, and "not known" is an answer if a reason is given
CONDITIONAL: Final = "?"  # mandatory if the condition holds
OPTIONAL: Final = "o"
NOT_ASKED: Final = "-"

FORM_KINDS: Final = ("information_request", "preservation", "mitigation", "investigation")


class Requirement(NamedTuple):
    """What a kind of request demands of an element.

    Attributes:
        sign: One of the five signs above.
        condition: With `CONDITIONAL`, when it holds, one of `CONDITIONS`; else empty.
    """

    sign: str
    condition: str = ""


# When a `?` holds, in words.
CONDITIONS: Final[Mapping[str, str]] = {
    "another": "if another authority validates the request",
    "criminal": "if the matter is criminal",
    "online_data": "if online data are sought",
    "informal": "if the request is informal",
    "arrest": "if an arrest is sought",
    "asked": "if the other party has asked for assurances",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """One element of the form.

    Attributes:
        id: `E01` to `E28`.
        title: What it is, in a few words; the key of its translations.
        place: The member of facts or body in which a request says it.
        requirements: By kind of request.
    """

    id: str
    title: str
    place: str
    requirements: Mapping[str, Requirement]


# id, title, place where it is not `elements.<id>`, then I, P, Mi, X. A condition follows its `?`.
_TABLE: Final = (
    ("E01", "Requesting authority, unit, file number", "authority, file_number", "! ! ! !"),
    ("E02", "Validating authority, if another", "", "?another ?another o ?another"),
    ("E03", "Legal basis in national law", "", "! ! o !"),
    ("E04", "Clause of the accord relied on", "facts.commitment", "! ! ! !"),
    ("E05", "Brief facts", "brief_facts", "! ! ! !"),
    ("E06", "Offence, provision, maximum penalty", "", "?criminal ! o !"),
    ("E07", "Purpose of the request", "", "! ! ! !"),
    ("E08", "Items sought, each with category, identifier and period", "items", "! ! ! !"),
    ("E09", "Link between each item and the facts", "items[].link", "! ! ! !"),
    ("E10", "Holder or place, and why believed so", "", "!~ !~ !~ o"),
    ("E11", "Identifiers: address with port and UTC time, domain, account, hash", "",
     "?online_data ! ! o"),
    ("E12", "Persons, their capacity, and their link to the facts", "", "!~ o - !"),
    ("E13", "Necessity, and why a lesser measure will not do", "", "! ! o !"),
    ("E14", "Urgency, criterion and facts", "facts.urgency, elements.E14", "! ! ! !"),
    ("E15", "Date wished, and the reason", "", "o o o o"),
    ("E16", "Formal request to follow, and when", "", "o ! - ?informal"),
    ("E17", "Days of preservation wished, and the risk of loss", "", "- ! - -"),
    ("E18", "Measure asked for, ongoing harm, likely side effects", "", "- - ! -"),
    ("E19", "Confidentiality: may the holder or the person be told", "", "! ! ! !"),
    ("E20", "Intended use of the answer", "facts.use", "! ! o !"),
    ("E21", "Handling: marking, personal data, retention date", "facts.tlp, elements.E21",
     "! ! ! !"),
    ("E22", "Language and translation status", "", "! ! ! !"),
    ("E23", "Form of the answer", "", "o o - !"),
    ("E24", "Same or parallel requests on any channel, or none", "", "! ! ! !"),
    ("E25", "Officer for questions, reachable until the due time", "", "! ! ! !"),
    ("E26", "Identity, warrant, basis of identification, risk", "", "- - - ?arrest"),
    ("E27", "Assurances: speciality, treatment, reciprocity", "", "- - - ?asked"),
    ("E28", "Attachments: hash, media type, marking", "files", "o o o o"),
)  # fmt: skip


def _requirement(written: str) -> Requirement:
    if written.startswith(CONDITIONAL):
        condition = written.removeprefix(CONDITIONAL)
        return Requirement(sign=CONDITIONAL, condition=condition)
    return Requirement(sign=written)


FORM_ELEMENTS: Final[Mapping[str, Element]] = {
    id_: Element(
        id=id_,
        title=title,
        place=place or f"elements.{id_}",
        requirements=dict(
            zip(FORM_KINDS, map(_requirement, demanded.split(" ")), strict=True),
        ),
    )
    for id_, title, place, demanded in _TABLE
}


def elements_of(kind: str) -> Iterator[tuple[Element, Requirement]]:
    """Yield what a request of `kind` is asked for, in the order of the form.

    Of a kind that there is not, nothing is asked.
    """
    for element in FORM_ELEMENTS.values():
        requirement = element.requirements.get(kind)
        if requirement is not None and requirement.sign != NOT_ASKED:
            yield element, requirement
