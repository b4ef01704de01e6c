"""The template tags of the pages: texts in the reader's language, and the menu."""

from django import template
from django.template import Context

from servanda.interfaces.language import ENGLISH, text
from servanda.interfaces.web.pages.navigation import PageLink, page_links
from servanda.interfaces.words import word

register = template.Library()


@register.simple_tag(name="text", takes_context=True)
def translated(context: Context, english: str) -> str:
    """Return `english` in the language of the page."""
    return text(english, language=str(context.get("language", ENGLISH)))


@register.simple_tag(name="word", takes_context=True)
def translated_word(context: Context, code: str) -> str:
    """Return the word for a code in the language of the page."""
    return word(code, language=str(context.get("language", ENGLISH)))


@register.simple_tag(name="pages", takes_context=True)
def every_page(context: Context) -> tuple[PageLink, ...]:
    """Return every page of the menu."""
    return page_links(language=str(context.get("language", ENGLISH)))
