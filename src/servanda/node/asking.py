"""When the sequencer asks counterparts what they hold of our logs: at start, and on a claim.

At start it waits for the answers. Later a counterpart that claims more than there is gets the
question from a thread of its own, at most once a minute: no claim holds up the others.

Source: docs/spec/own-safety.md, "At start".
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from threading import Thread

from servanda.core.identifiers import Origin
from servanda.usecases.exchange.ask_heads import (
    ASK_SECONDS,
    HeldHead,
    Question,
    ask_heads,
    make_questions,
    put_questions,
)
from servanda.usecases.services import Services

AGAIN_SECONDS = 60.0  # a counterpart that claims the same in every envelope is asked once


@dataclass(slots=True, kw_only=True)
class Asking:
    """Used by the sequencer's thread alone; what was shown is kept until it is asked anew.

    Attributes:
        services: The node's ports.
        seconds: How long the start waits for answers.
    """

    services: Services
    seconds: float = ASK_SECONDS
    _held: dict[Origin, HeldHead] = field(default_factory=dict)
    _is_asked: bool = False
    _asked_at: dict[Origin, float] = field(default_factory=dict)
    _answers: "SimpleQueue[Mapping[Origin, HeldHead]]" = field(default_factory=SimpleQueue)

    def ask(self, logs: Sequence[Origin]) -> Mapping[Origin, HeldHead]:
        """Return what is held of `logs`: asked the first time, remembered afterwards."""
        if not self._is_asked:
            self._held.update(ask_heads(logs, services=self.services, seconds=self.seconds))
            self._is_asked = True
        return self._held

    def begin_anew(self) -> None:
        """Let the next `ask` ask again; who does not answer then is taken at its last word."""
        self._is_asked = False

    def ask_meanwhile(self, own: Origin) -> None:
        """Ask about one log, if that was not just done; the answer is among `answered` later."""
        now = time.monotonic()
        last = self._asked_at.get(own)
        if last is not None and now < last + AGAIN_SECONDS:
            return
        self._asked_at[own] = now
        # Sealed here: the thread has no connection to the database that it would have to end.
        questions = make_questions([own], services=self.services)
        Thread(target=self._put, args=(questions,), name="asking", daemon=True).start()

    def answered(self) -> Iterator[HeldHead]:
        """Yield what was answered since the last call."""
        while True:
            try:
                held = self._answers.get_nowait()
            except Empty:
                return
            self._held.update(held)
            yield from held.values()

    def _put(self, questions: Sequence[Question]) -> None:
        self._answers.put(put_questions(questions, services=self.services))
