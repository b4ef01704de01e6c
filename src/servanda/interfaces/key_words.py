"""Words about the keys of programs: what their scopes are, for page and command line."""

from collections.abc import Collection

from servanda.core.people.api_key import Group
from servanda.interfaces.language import current_language, text


def group_words(groups: Collection[Group], *, language: str | None = None) -> str:
    """Return the parts that a key may read, in words, in the order of the table."""
    shown = current_language() if language is None else language
    words = {
        Group.REQUESTS: text("Requests", language=shown),
        Group.INFORMATION: text("Information", language=shown),
        Group.ATTACHMENTS: text("Attachments", language=shown),
        Group.REVIEW: text("Review", language=shown),
        Group.CONTACTS: text("Contacts", language=shown),
        Group.COUNTERPARTS: text("Counterparts and accords", language=shown),
        Group.CONDUCT: text("Hotline, concerns and assessments", language=shown),
        Group.PERSONS: text("Persons of concern", language=shown),
        Group.DIALOGUE: text("Dialogue", language=shown),
        Group.EVIDENCE: text("Evidence", language=shown),
        Group.AUDIT: text("Audit log", language=shown),
    }
    return ", ".join(words[group] for group in Group if group in groups)
