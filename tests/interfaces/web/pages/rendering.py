"""A page as its template makes it, without a server."""

from importlib.resources import files

from django.template import Context, Engine

from servanda.interfaces.language import LANGUAGES
from tests.django_stores import set_up_django

TEMPLATES = files("servanda.interfaces.web.pages") / "templates"


def rendered(name: str, page: object, *, language: str) -> str:
    """Return the page of the route `name`, given what is read for it."""
    set_up_django()
    engine = Engine(dirs=[str(TEMPLATES)], builtins=["servanda.interfaces.web.pages.tags"])
    context = {"language": language, "languages": LANGUAGES, "page": page}
    return engine.get_template(f"pages/{name}.html").render(Context(context))
