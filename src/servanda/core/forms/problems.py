"""What is wrong with a request, as sentences: what was expected, and how it is cured.

A rule gives a code and the values that belong into its sentence; the sentences stand here, in
one table, so that every one of them has its translation and its line in the reference.

Source: docs/reference/request-form.md, "Rules".
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from servanda.core.faults import Expectation
from servanda.core.forms.elements import FORM_ELEMENTS


class Sentence(NamedTuple):
    """What people read of one kind of problem.

    Attributes:
        rule: `R01` to `R12`; empty where a member does not even have its form.
        expected: What was expected, and what was found.
        cure: What to do.
    """

    rule: str
    expected: str
    cure: str


SENTENCES: Final[Mapping[str, Sentence]] = {
    "misfit": Sentence("", "{member}: expected {expected}, found {found}", "Correct this member."),
    "element-missing": Sentence(
        "R01", "expected in every request of this kind ({kind}), found none", "Fill in {place}."
    ),
    "not-known-refused": Sentence(
        "R01", "expected to be given: not known is no answer here", "Fill in {place}."
    ),
    "condition-open": Sentence(
        "R01",
        "expected {condition}, found neither the element nor that it does not apply",
        "Fill in {place}, or put {element} into not_applicable.",
    ),
    "condition-holds": Sentence(
        "R01",
        "expected {condition}, and the category of item {item} says that it does",
        "Fill in {place} and take {element} out of not_applicable.",
    ),
    "not-applicable-refused": Sentence(
        "R01", "expected to be given: it applies to every request of this kind", "Fill in {place}."
    ),
    "item-incomplete": Sentence(
        "R01", "item {item}: expected its {member}, found none", "Give item {item} its {member}."
    ),
    "items-miscounted": Sentence(
        "R01",
        "expected the fact items to be {expected}, the number of items in the body, found {found}",
        "Leave the fact items out; it is read off the body.",
    ),
    "header-disagrees": Sentence(
        "R01",
        "expected the fact elements to say {expected}, as the body does, found {found}",
        "Leave the fact elements out; it is read off the body.",
    ),
    "item-without-link": Sentence(
        "R02",
        "item {item}: expected a link of its own to the facts, found none",
        "Say in its link how item {item} follows from the facts.",
    ),
    "item-without-period": Sentence(
        "R02",
        "item {item}: expected a period with both its ends, found no {member}",
        "Give item {item} the UTC instants from and until.",
    ),
    "address-without-instant": Sentence(
        "R03",
        "identifier {number}: expected a UTC instant with a network address, found none",
        "Give the instant at which the address was in use, or set R03 aside with a reason.",
    ),
    "address-without-port": Sentence(
        "R03",
        "identifier {number}: expected a port, for many share one IPv4 address, found none",
        "Give the port as the other end saw it, or set R03 aside with a reason.",
    ),
    "item-address-not-listed": Sentence(
        "R03",
        "item {item}: expected its network address among the identifiers, found it not there",
        "Add the address to E11 with its instant and port, or set R03 aside with a reason.",
    ),
    "period-reversed": Sentence(
        "R04",
        "item {item}: expected a period that ends after it begins, found {found}",
        "Correct from and until of item {item}.",
    ),
    "period-in-future": Sentence(
        "R04",
        "item {item}: expected a period that has passed at {at}, found {found}",
        "End the period of item {item} now or earlier.",
    ),
    "identifier-in-future": Sentence(
        "R04",
        "identifier {number}: expected an instant that has passed at {at}, found {found}",
        "Correct the instant of identifier {number}.",
    ),
    "address-unreadable": Sentence(
        "R05",
        "identifier {number}: expected an IPv4 or IPv6 address, found {found}",
        "Correct the address, or set R05 aside with a reason.",
    ),
    "domain-unreadable": Sentence(
        "R05",
        "identifier {number}: expected a domain of two or more labels, found {found}",
        "Write the domain alone, in letters, digits and hyphens, or set R05 aside with a reason.",
    ),
    "hash-unreadable": Sentence(
        "R05",
        "identifier {number}: expected 32, 40, 64, 96 or 128 hex digits, found {found}",
        "Copy the hash anew, or set R05 aside with a reason.",
    ),
    "url-unreadable": Sentence(
        "R05",
        "identifier {number}: expected a URL of http, https or ftp with its host, found {found}",
        "Write the whole URL, or set R05 aside with a reason.",
    ),
    "mail-unreadable": Sentence(
        "R05",
        "identifier {number}: expected a mail address, name@domain, found {found}",
        "Write the whole mail address, or set R05 aside with a reason.",
    ),
    "identifier-reserved": Sentence(
        "R05",
        "identifier {number}: expected a public name or address, found a private or reserved one, "
        "{found}",
        "Give the one that is seen on the open network, or set R05 aside with a reason.",
    ),
    "criterion-missing": Sentence(
        "R06",
        "expected a criterion with urgency {urgency}: {expected}; found {found}",
        "Give the fact criterion, or make the request routine.",
    ),
    "criterion-with-routine": Sentence(
        "R06",
        "expected no criterion with routine, found {found}",
        "Leave the fact criterion out, or make the request urgent.",
    ),
    "urgency-without-facts": Sentence(
        "R06",
        "expected the facts behind the urgency, found none",
        "Say in {place} which facts make the request urgent, or make it routine.",
    ),
    "emergency-incomplete": Sentence(
        "R06",
        "expected {member} with an emergency, found none",
        "Say in E14 whose life or safety is at risk, and by when.",
    ),
    "officer-not-on-duty": Sentence(
        "R06",
        "expected a duty contact for a request above routine, found an officer who is none",
        "Name the duty contact, with duty true.",
    ),
    "officer-gone": Sentence(
        "R06",
        "expected an officer who can be reached until {expected} at least, found until {found}",
        "Name an officer who can be reached until the answer is due.",
    ),
    "preservation-days": Sentence(
        "R07",
        "expected 1 to {most} days of preservation, as the accord has it, found {found}",
        "Ask for at most {most} days; a renewal can follow.",
    ),
    "use-beyond-marking": Sentence(
        "R08",
        "expected a use that the marking allows, found {found} with intelligence_only",
        "Lower the fact use, or lift the marking in E21.",
    ),
    "clear-with-personal-data": Sentence(
        "R08",
        "expected no personal data in a request marked clear, found that it has some",
        "Mark the request green or stricter, or take the personal data out.",
    ),
    "language-not-notified": Sentence(
        "R09",
        "expected a language that the accord names ({expected}), found {found}",
        "Write the request in one of these languages, or add a translation in one.",
    ),
    "same-request-open": Sentence(
        "R10",
        "expected items that no open request asks for, found the same in {found}",
        "Wait for that answer, withdraw that request, or set R10 aside with a reason.",
    ),
    "warrant-missing": Sentence(
        "R11",
        "expected a warrant with its authority, date and offence, found no {member}",
        "Give {member} in E26.",
    ),
    "person-called-guilty": Sentence(
        "R11",
        "expected words that presume innocence, found {found} in {place}",
        "Write that the person is suspected of, or charged with, the offence.",
    ),
    "file-in-text": Sentence(
        "R12",
        "expected words in {place}, found an encoded file",
        "Attach the file: an attachment is sealed, a text is not a place for a sample.",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong with a request.

    Attributes:
        code: Of `SENTENCES`.
        element: The element it is about; empty for a member that is none.
        values: What stands in its sentences, by name.
    """

    code: str
    element: str
    values: Mapping[str, str | Expectation] = field(default_factory=dict)

    @property
    def rule(self) -> str:
        """The rule that is broken; empty where a member does not have its form."""
        return SENTENCES[self.code].rule

    def sentence(self, translated: Callable[[str], str] = str) -> str:
        """Return the element, what was expected and the cure, as one line.

        Args:
            translated: Gives a text in the reader's language; as it is, English.
        """
        sentence = SENTENCES[self.code]
        # Values come from officers and counterparts; only whole texts of ours are translated.
        values = {
            name: value.told(translated) if isinstance(value, Expectation) else translated(value)
            for name, value in self.values.items()
        }
        parts = [sentence.expected, sentence.cure]
        expected, cure = (translated(part).format(**values) for part in parts)
        named = FORM_ELEMENTS.get(self.element)
        title = "" if named is None else f"{named.id} {translated(named.title)}: "
        rule = f" ({self.rule})" if self.rule else ""
        return f"{title}{expected}{rule}. {cure}"
