"""What making and ending a key changes about a person, and why it might change nothing.

Source: docs/spec/people.md, "Changes"; docs/spec/desk.md, "Keys of programs".
"""

from servanda.core.identifiers import Digest, parse_digest
from servanda.core.people.api_key import MAX_KEYS
from servanda.core.people.events import KEY_MADE, PeopleEvent
from servanda.core.people.roles import Role


def keys_after(keys: frozenset[Digest], event: PeopleEvent) -> frozenset[Digest]:
    """Return the keys that a person has after a legal event."""
    key = {parse_digest(event.text("key"))}
    return keys | key if event.kind == KEY_MADE else keys - key


def why_illegal_key(keys: frozenset[Digest], event: PeopleEvent) -> str:
    """Return why an event about a person who has `keys` has no effect; empty where it has one.

    Raises:
        InvalidNameError: It names no key by a digest.
    """
    name, by = event.text("person"), event.by
    key = parse_digest(event.text("key"))
    if event.kind == KEY_MADE:
        if by.name != name or by.cover:
            return "only the person makes keys that act for them"
        if key in keys:
            return "there is this key already"
        return "" if len(keys) < MAX_KEYS else f"a person has at most {MAX_KEYS} keys: end some"
    if key not in keys:
        return "there is no such key"
    if by.name != name and Role.ADMINISTRATOR not in by.roles:
        return "whose key it is ends it, or an administrator does"
    return ""
