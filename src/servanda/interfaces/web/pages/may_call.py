"""Whether who looks at a page may do what a verb does; the boundary judges it when they do."""

from servanda.core.people.actor import Actor
from servanda.core.people.page_table import row_at_the_desk


def may_call(verb: str, actor: Actor) -> bool:
    """Return whether the roles allow a verb; without persons everything is allowed to everybody."""
    row = row_at_the_desk(verb)
    return not actor.is_person or (row is not None and bool(row.roles & actor.roles))
