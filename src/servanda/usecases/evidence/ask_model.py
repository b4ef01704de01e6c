"""Ask a language model about one document of the archive, and keep what verifies.

Nothing else of the node does this, and only for the documents that a person names, each time.

Source: docs/spec/evidence/proposals.md; decision 0027.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from servanda.core.errors import InvalidInputError
from servanda.core.handling.archived import Program, may_read
from servanda.evidence.documents import Document
from servanda.evidence.proposals.answer import Checked, check_answer, joined
from servanda.evidence.proposals.prompt import build_prompts
from servanda.evidence.proposals.proposal import llm_how
from servanda.usecases.ports.evidence import KeptDocument
from servanda.usecases.ports.proposals import LanguageModel, ProposalStore
from servanda.usecases.services import Services

MIN_PREFIX = 8  # hex digits of a hash, as a person types it


class DocumentStaysError(InvalidInputError):
    """A document's marking does not let its text go to a language model."""

    code: ClassVar[str] = "document-stays"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What asking about one document brought.

    Attributes:
        document: The row of the archive.
        checked: Proposals that verified, and what was dropped.
        questions: How many prompts were sent.
    """

    document: KeptDocument
    checked: Checked
    questions: int


def ask_model(
    kept: KeptDocument,
    *,
    model: LanguageModel,
    proposals: ProposalStore,
    read: Callable[[bytes, KeptDocument], Document],
    services: Services,
) -> Asked:
    """Ask about one document, once its marking lets it.

    Args:
        kept: The document, which a person named.
        model: Whom to ask.
        proposals: Where what verified is kept.
        read: Reads the document's bytes as the report does, so that places agree.
        services: The node's ports.

    Raises:
        DocumentStaysError: Its marking holds it back; nothing was read or sent.
        DocumentDamagedError: Its bytes are not those that were archived.
        ModelSilentError: The model gave no answer.
        ModelAnswerError: What came is no answer; what came before is kept.
    """
    require_leave(kept, model=model)
    document = read(services.archive.read(kept.sha256), kept)
    parts: list[Checked] = []
    prompts = build_prompts(document)
    for prompt in prompts:
        made = llm_how(model.name, prompt.digest)
        part = check_answer(model.answer(prompt), document=document, how=made)
        # Kept at once: a model that falls silent later does not cost what it has said.
        proposals.keep(kept.sha256, part.proposals)
        parts.append(part)
    return Asked(document=kept, checked=joined(parts), questions=len(prompts))


def require_leave(kept: KeptDocument, *, model: LanguageModel) -> None:
    """Refuse a document whose marking does not let its text go where the model is.

    Raises:
        DocumentStaysError: It stays.
    """
    program = Program.ON_THIS_MACHINE if model.is_on_this_machine else Program.OUTSIDE
    if not may_read(program, marking=kept.tlp):
        raise DocumentStaysError(
            f"{kept.name}: expected a marking under which a model may read it, found {kept.tlp}; "
            f"a model on this machine may read all but red, one elsewhere only clear "
            f"(`servanda evidence add --tlp` marks)"
        )


def archived(prefix: str, *, services: Services) -> KeptDocument:
    """Return the one document of the archive whose SHA-256 begins so.

    Raises:
        InvalidInputError: None does, or several.
    """
    wanted = prefix.lower()
    if len(wanted) < MIN_PREFIX or not all(sign in "0123456789abcdef" for sign in wanted):
        raise InvalidInputError(
            f"expected at least {MIN_PREFIX} hex digits of a document's hash, found {prefix!r:.80}"
        )
    found = services.store.document(wanted)
    if len(found) != 1:
        raise InvalidInputError(
            f"expected one document of the archive, found {'several' if found else 'none'} "
            f"that begin with {wanted}"
        )
    return found[0]
