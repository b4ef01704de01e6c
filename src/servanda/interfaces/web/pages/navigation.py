"""Every page that a person can go to, in the order of the menu: a literal table.

Whoever adds a page adds a line here, and its route in `node/urls.py`; a test walks the table.
"""

from dataclasses import dataclass

from servanda.interfaces.language import text


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLink:
    """One page of the menu.

    Attributes:
        name: Of its route.
        path: From the root.
        title: In the reader's language.
    """

    name: str
    path: str
    title: str


def page_links(*, language: str) -> tuple[PageLink, ...]:
    """Return every page, with its title in `language`."""
    return (
        PageLink(name="work", path="/work", title=text("My work", language=language)),
        PageLink(name="approvals", path="/approvals", title=text("Approvals", language=language)),
        PageLink(name="queue", path="/queue", title=text("Queue", language=language)),
        PageLink(name="node", path="/", title=text("Record", language=language)),
        PageLink(
            name="counterparts",
            path="/counterparts",
            title=text("Counterparts", language=language),
        ),
        PageLink(name="accord", path="/accord", title=text("Accord", language=language)),
        PageLink(name="chronicle", path="/chronicle", title=text("Chronicle", language=language)),
        PageLink(name="hotline", path="/hotline", title=text("Hotline", language=language)),
        PageLink(name="concerns", path="/concerns", title=text("Concerns", language=language)),
        PageLink(
            name="assessments", path="/assessments", title=text("Assessments", language=language)
        ),
        PageLink(name="contacts", path="/contacts", title=text("Contacts", language=language)),
        PageLink(
            name="persons", path="/persons", title=text("Persons of concern", language=language)
        ),
        PageLink(name="evidence", path="/evidence", title=text("Evidence", language=language)),
        PageLink(name="review", path="/review", title=text("Review", language=language)),
        PageLink(name="dialogue", path="/dialogue", title=text("Dialogue", language=language)),
        PageLink(name="exercises", path="/exercises", title=text("Exercises", language=language)),
        *_of_the_desk(language=language),
    )


def _of_the_desk(*, language: str) -> tuple[PageLink, ...]:
    """Return the pages about the desk itself and who works at it."""
    return (
        PageLink(name="handover", path="/handover", title=text("Hand-over", language=language)),
        PageLink(name="people", path="/people", title=text("Persons", language=language)),
        PageLink(
            name="administration",
            path="/administration",
            title=text("Administration", language=language),
        ),
        PageLink(name="audit", path="/audit", title=text("Audit log", language=language)),
        PageLink(
            name="second-factor",
            path="/account/second-factor",
            title=text("Second factor", language=language),
        ),
        PageLink(
            name="keys", path="/account/keys", title=text("Keys of programs", language=language)
        ),
        PageLink(name="account", path="/account", title=text("Account", language=language)),
    )
