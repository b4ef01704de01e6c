"""Persons of concern in a person's language: nobody is called guilty before a conviction.

Each event is said as what it is: reported, with how many grades its source has; confirmed, and by
whom; charged with, and not guilty of. A test walks over all of these words in both languages.
"""

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from servanda.core.custody.person import ERASED, CustodyEvent, Person
from servanda.core.identifiers import Digest, PartyId
from servanda.interfaces.language import text

_HASH_SHOWN = 19  # characters of a hash, as lists show it


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """One entry as people read it, without any name.

    Attributes:
        number: Of the entry in the register, from 1.
        leaf: The statement that listed the person.
        listed_by: Who named the person.
        listed_on: When.
        events: What is reported and what is confirmed, each in words.
        links: Which requests and incidents the entry belongs to, by the begin of their hashes.
        last: The last event with the days since.
        awaited: What was announced and has not followed.
        review_due: When the entry has to be looked at again.
        erasure: Until when an erasure has to be decided, or what was decided; empty for neither.
        is_late: Whether either date has passed.
    """

    number: int
    leaf: Digest
    listed_by: PartyId
    listed_on: date
    events: Sequence[str]
    links: Sequence[str]
    last: str
    awaited: Sequence[str]
    review_due: date
    erasure: str
    is_late: bool


def event_word(event: str, *, language: str | None = None) -> str:
    """Return the words for an event, which say no more than it does."""
    words = {
        "named_in_list": text("named in a list", language=language),
        "located": text("reported located", language=language),
        "detained_reported": text("reported detained", language=language),
        "detained_confirmed": text("detained, confirmed by the party", language=language),
        "arrested_reported": text("reported arrested", language=language),
        "arrested_confirmed": text("arrested, confirmed by the party", language=language),
        "identity_match_none": text(
            "no match of identity, confirmed by the party", language=language
        ),
        "identity_match_claimed": text("match of identity claimed", language=language),
        "identity_match_confirmed": text(
            "match of identity confirmed by the party", language=language
        ),
        "charged": text("charged, not convicted", language=language),
        "tried": text("tried, no verdict stated", language=language),
        "convicted": text("convicted", language=language),
        "acquitted": text("acquitted", language=language),
        "released": text("released", language=language),
        "extradition_refused": text(
            "extradition refused, confirmed by the party", language=language
        ),
    }
    return words.get(event, event)


# Steps of a court or an office, by words that do not say by themselves who knows of them.
_OF_AN_OFFICE = frozenset(("charged", "tried", "convicted", "acquitted", "released"))


def _event_words(one: CustodyEvent, *, language: str | None) -> str:
    """Return an event in words; what only a source says is said as a report."""
    words = event_word(one.event, language=language)
    if one.event in _OF_AN_OFFICE and one.is_reported:
        return text("by a report: {event}", language=language).format(event=words)
    return words


def event_line(
    one: CustodyEvent, *, kept: Container[Digest] = (), language: str | None = None
) -> str:
    """Return an event with its day, who says it, the grades of its source, and what it rests on.

    Args:
        one: The event.
        kept: Hashes of the documents that our archive has.
        language: None for the language of this process.
    """
    grades = (
        text("source {source}, information {information}", language=language).format(
            source=one.source_grade or "-", information=one.information_grade or "-"
        )
        if one.source_grade or one.information_grade
        else text("no grade stated", language=language)
    )
    if one.is_confirmed:
        grades = text("its own act", language=language)
    said = text("{day}: {event}, says {party} ({grades})", language=language).format(
        day=one.day, event=_event_words(one, language=language), party=one.by, grades=grades
    )
    return text("; ", language=language).join((said, *_rests_on(one, kept, language=language)))


def _rests_on(one: CustodyEvent, kept: Container[Digest], *, language: str | None) -> Iterator[str]:
    """Yield the first document that says it, and what it is linked to, by hash alone."""
    if one.origin is not None:
        if one.origin in kept:
            told = text("first document {digest}, in our archive", language=language)
        else:
            told = text("first document {digest}, not held here", language=language)
        yield told.format(digest=one.origin[:_HASH_SHOWN])
    yield from _belongs_to(one.links, language=language)


def _belongs_to(links: Iterable[str], *, language: str | None) -> Iterator[str]:
    for link in links:
        yield text("belongs to {leaf}", language=language).format(leaf=link[:_HASH_SHOWN])


def person_row(
    person: Person,
    number: int,
    *,
    today: date,
    kept: Container[Digest] = (),
    named: Container[Digest] = (),
    language: str | None = None,
) -> PersonRow:
    """Return an entry in words.

    Args:
        person: The entry.
        number: Its number in the register.
        today: To reckon days to.
        kept: Hashes of the documents that our archive has.
        named: Entries whose erasure is decided and whose name is held here all the same.
        language: None for the language of this process.
    """
    due, is_named = person.erasure_due(), person.leaf in named
    return PersonRow(
        number=number,
        leaf=person.leaf,
        listed_by=person.listed_by,
        listed_on=person.listed_at.date(),
        events=[event_line(one, kept=kept, language=language) for one in person.events],
        links=list(_belongs_to(person.links, language=language)),
        last=_last(person, today=today, language=language),
        awaited=[
            text("announced and not followed: {event}", language=language).format(
                event=event_word(one.event, language=language)
            )
            for one in person.awaited
        ],
        review_due=person.review_due(),
        erasure=_erasure(person, due, is_named=is_named, language=language),
        is_late=is_named
        or (person.erasure != ERASED and person.review_due() < today)
        or (due is not None and due < today),
    )


def _last(person: Person, *, today: date, language: str | None) -> str:
    last, days = person.last_event, person.days_since(today)
    if last is None:
        told = text("nothing since it was listed, {days} days ago", language=language)
        return told.format(days=days)
    told = text("last: {event}, {days} days ago", language=language)
    return told.format(days=days, event=_event_words(last, language=language))


def _erasure(person: Person, due: date | None, *, is_named: bool, language: str | None) -> str:
    if is_named:
        return text(
            "decided to erase; the name is still held here: `servanda person erase`",
            language=language,
        )
    if due is not None:
        return text("erasure to be decided by {day}", language=language).format(day=due)
    return _decision(person.erasure, language=language) if person.erasure else ""


def _decision(decision: str, *, language: str | None) -> str:
    if decision == ERASED:
        return text("the name was erased", language=language)
    return text("decided to keep the name, with the reason stated", language=language)
