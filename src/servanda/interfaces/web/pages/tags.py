"""The one template tag of the pages: a text in the reader's language."""

from django import template
from django.template import Context

from servanda.interfaces.language import ENGLISH, text
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
