"""The page of the dialogue: what the brief says of it, with who sat and what was promised."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from servanda.core.errors import ServandaError
from servanda.core.identifiers import Origin, PartyId
from servanda.documents.brief.compose import compose_brief
from servanda.documents.brief.content import Brief, Edition
from servanda.documents.brief.matters import BriefMatters
from servanda.interfaces.language import LANGUAGES
from servanda.interfaces.web.pages.node_page import language_of, services_of_pages
from servanda.usecases.dialogue.assemble_agenda import assemble_agenda
from servanda.usecases.dialogue.read_dialogue import read_dialogue
from servanda.usecases.people.read_people import read_people
from servanda.usecases.services import Services, require_node

_UNAVAILABLE = 503


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


@require_safe
@never_cache
def dialogue_page(request: HttpRequest) -> HttpResponse:
    """Show the page; nothing is changed by it."""
    language = language_of(request)
    context: dict[str, object] = {
        "language": language,
        "languages": LANGUAGES,
        "here": "dialogue",
    }
    try:
        context["page"] = read_dialogue_page(services_of_pages(), language=language)
    except ServandaError as error:
        context["error"] = error
        return render(request, "pages/dialogue.html", context, status=_UNAVAILABLE)
    return render(request, "pages/dialogue.html", context)


def read_dialogue_page(services: Services, *, language: str) -> DialoguePage:
    """Return what the page shows now, in `language`."""
    node = require_node(services)
    return DialoguePage(
        party=node.party, mode=node.mode, sections=list(_sections(services, language=language))
    )


def _sections(services: Services, *, language: str) -> Iterator[DialogueSection]:
    today = services.clock.now().date()
    # A page does not know who reads it; in a home with persons bodies are for who may.
    hides_bodies = read_people(services).has_persons
    for pair in services.store.pairs():
        found = read_dialogue(pair, services=services, hides_bodies=hides_bodies)
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
