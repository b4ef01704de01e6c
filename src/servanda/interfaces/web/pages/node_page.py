"""The node's one page: the accord, each statement with its three facts, and how to verify it."""

from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from servanda.core.errors import ServandaError
from servanda.interfaces.language import (
    LANGUAGES,
    UnknownLanguageError,
    current_language,
    parse_language,
)
from servanda.interfaces.web.pages.record import read_node_page
from servanda.usecases.services import Services
from servanda.wiring import open_node

_UNAVAILABLE = 503


@require_safe
@never_cache
def node_page(request: HttpRequest) -> HttpResponse:
    """Show the page; `?lang=` chooses the language, else the browser's wish, else the node's."""
    language = language_of(request)
    context: dict[str, object] = {"language": language, "languages": LANGUAGES, "here": "node"}
    try:
        context["page"] = read_node_page(services_of_pages(), language=language)
    except ServandaError as error:
        # A damaged log must not be shown as if it were sound.
        context["error"] = error
        return render(request, "pages/node.html", context, status=_UNAVAILABLE)
    return render(request, "pages/node.html", context)


@lru_cache(maxsize=1)
def services_of_pages() -> Services:
    """Return ports of the pages' own, which never touch the sequencer's memory."""
    return open_node().services


def language_of(request: HttpRequest) -> str:
    """Return the language that a reader asks for."""
    wished = request.headers.get("accept-language", "").split(",", maxsplit=1)[0]
    for name in (request.GET.get("lang", ""), wished.split(";", maxsplit=1)[0]):
        if name:
            try:
                return parse_language(name)
            except UnknownLanguageError:
                continue
    return current_language()
