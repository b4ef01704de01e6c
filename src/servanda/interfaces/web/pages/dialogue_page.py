"""The page of the dialogue: what the brief says of it, with who sat and what was promised."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from servanda.core.handling.editions import Edition
from servanda.core.identifiers import Origin, PartyId
from servanda.documents.brief.compose import compose_brief
from servanda.documents.brief.content import Brief
from servanda.documents.brief.matters import BriefMatters
from servanda.interfaces.web.pages.door import page
from servanda.interfaces.web.pages.visit import Visit
from servanda.usecases.dialogue.assemble_agenda import assemble_agenda
from servanda.usecases.dialogue.read_dialogue import read_dialogue
from servanda.usecases.services import Services, require_node


@dataclass(frozen=True, slots=True, kw_only=True)
class DialogueSection:
    """The dialogue of one pair on the page.

    Attributes:
        own: Origin of our log.
        brief: What is said of it, in the reader's language.
    """

    own: Origin
    brief: Brief


@dataclass(frozen=True, slots=True, kw_only=True)
class DialoguePage:
    """The whole page.

    Attributes:
        party: Ours.
        mode: Of the home.
        sections: One for each pair with an accord.
    """

    party: PartyId
    mode: str
    sections: Sequence[DialogueSection]


@page("dialogue")
def dialogue_page(visit: Visit) -> object:
    """Read the page; nothing is changed by it."""
    return read_dialogue_page(
        visit.services, language=visit.language, reads_bodies=visit.reads_bodies
    )


def read_dialogue_page(services: Services, *, language: str, reads_bodies: bool) -> DialoguePage:
    """Return what the page shows now, in `language`, with or without words of bodies."""
    node = require_node(services)
    sections = _sections(services, language=language, reads_bodies=reads_bodies)
    return DialoguePage(party=node.party, mode=node.mode, sections=list(sections))


def _sections(
    services: Services, *, language: str, reads_bodies: bool
) -> Iterator[DialogueSection]:
    today = services.clock.now().date()
    for pair in services.store.pairs():
        found = read_dialogue(pair, services=services, hides_bodies=not reads_bodies)
        if found is not None:
            brief = compose_brief(
                found.record,
                edition=Edition.PARTY,
                language=language,
                today=today,
                is_published=False,
                mode=found.mode,
                matters=BriefMatters(agenda=assemble_agenda(pair, services=services)),
            )
            yield DialogueSection(own=pair.own, brief=brief)
