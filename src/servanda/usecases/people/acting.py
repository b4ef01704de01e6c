"""Who acts through a bundle of ports, and what their act has made so far.

The boundary sets it before a verb begins and reads it when the verb has ended; use cases that
make something note it here, so that the entry about the act names it.

Source: docs/spec/people.md, "Where acts are checked".
"""

from dataclasses import dataclass, field

from servanda.core.people.actor import UNNAMED, Actor


@dataclass(slots=True)
class Acting:
    """The act under way; owned by the one thread that calls the verb.

    Attributes:
        actor: Who acts.
        made: Tickets and digests of what was made.
    """

    actor: Actor = UNNAMED
    made: list[str] = field(default_factory=list)

    def note(self, *names: str) -> None:
        """Note that the act made these."""
        self.made.extend(names)
