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
        is_open: Whether an act is under way; outside of one nothing is noted, for nobody would
            read it and a process that runs for years would keep it.
        made: Tickets and digests of what was made.
    """

    actor: Actor = UNNAMED
    is_open: bool = False
    made: list[str] = field(default_factory=list)

    def begin(self, actor: Actor) -> None:
        """Begin an act of `actor`."""
        self.actor, self.is_open = actor, True
        self.made.clear()

    def note(self, *names: str) -> None:
        """Note that the act made these."""
        if self.is_open:
            self.made.extend(names)

    def end(self) -> tuple[str, ...]:
        """End the act and return what it made."""
        made = tuple(self.made)
        self.actor, self.is_open = UNNAMED, False
        self.made.clear()
        return made
