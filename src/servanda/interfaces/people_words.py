"""Words about the persons of the desk: roles, and changes that wait."""

from collections.abc import Collection

from servanda.core.people.events import PeopleEvent
from servanda.core.people.roles import Role
from servanda.interfaces.language import current_language, text
from servanda.interfaces.words import word


def role_words(roles: Collection[Role], *, language: str | None = None) -> str:
    """Return roles in words, in the order of their codes."""
    shown = current_language() if language is None else language
    return ", ".join(word(one, language=shown) for one in sorted(roles))


def change_words(change: PeopleEvent, *, language: str | None = None) -> str:
    """Return what a change would do, in a line."""
    shown = current_language() if language is None else language
    name = change.text("person")
    roles = ", ".join(word(one, language=shown) for one in change.texts("roles"))
    match change.kind:
        case "person_added":
            line = text("add {name} as {roles}", language=shown)
        case "roles_given":
            line = text("give {name} the roles {roles}", language=shown)
        case "passphrase_reset":
            line = text("give {name} a new passphrase", language=shown)
        case "person_removed":
            line = text("let {name} act no more", language=shown)
        case "four_eyes_set":
            types = ", ".join(word(one, language=shown) for one in change.texts("types"))
            line = text("two persons for {types} and nothing else", language=shown)
            return line.format(types=types or "-")
        case _:
            line = text("let {by} stand in for {name} from {start} to {end}", language=shown)
    return line.format(
        name=name,
        roles=roles,
        by=change.text("by"),
        start=change.text("from"),
        end=change.text("until"),
    )
