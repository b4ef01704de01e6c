"""A language model and what it proposed, as the use cases see them.

Source: docs/spec/evidence/proposals.md.
"""

from collections.abc import Sequence
from typing import ClassVar, Protocol

from servanda.core.errors import CounterpartError, MisconfiguredError
from servanda.evidence.proposals.prompt import Prompt
from servanda.evidence.proposals.proposal import Proposal


class ModelSilentError(MisconfiguredError):
    """The language model gave no answer: not reached, not allowed, or not in time."""

    code: ClassVar[str] = "model-silent"


class ModelAnswerError(CounterpartError):
    """What came from the language model's address is no answer of a language model."""

    code: ClassVar[str] = "model-answer"


class LanguageModel(Protocol):
    """Answers one question with text, of which nothing is believed.

    What every implementation must do, held by tests/language_model/test_chat.py: send what it is
    given to the one address that the user named and nothing else to anywhere, follow no
    redirection, end in bounded time, hold no more of an answer than its limit, and raise nothing
    but the two errors of this module.

    Attributes:
        name: As the user gave it.
        is_on_this_machine: Whether the address is a loopback one, so that nothing leaves.
    """

    name: str

    @property
    def is_on_this_machine(self) -> bool:
        """Whether what it is given stays on this machine."""
        ...

    def answer(self, prompt: Prompt) -> str:
        """Return the model's text.

        Raises:
            ModelSilentError: There is none.
            ModelAnswerError: What came is no such text.
        """
        ...


class ProposalStore(Protocol):
    """Keeps what models proposed, by document, until a person has looked at it.

    Nothing rests on it: what a person confirms is held by the decision. What cannot be read is as
    if it had never been proposed.
    """

    def keep(self, document: str, proposals: Sequence[Proposal]) -> None:
        """Add proposals about the document of that SHA-256; those that are there stay."""
        ...

    def of(self, document: str) -> Sequence[Proposal]:
        """Return the proposals about a document, by place."""
        ...

    def named(self, key: str) -> Proposal | None:
        """Return the proposal of that key, or None."""
        ...
