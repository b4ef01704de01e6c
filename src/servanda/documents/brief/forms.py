"""The forms in which a brief is written, by name: a literal table.

Source: docs/spec/brief.md, "Forms".
"""

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module

from servanda.documents.brief.content import Brief

Writer = Callable[[Sequence[Brief]], bytes]

# Module and function: what draws a form takes time to load, and is loaded when it is asked for.
FORMS: Mapping[str, tuple[str, str]] = {
    "html": ("servanda.documents.brief.as_html", "brief_html"),
    "pdf": ("servanda.documents.brief.as_pdf", "brief_pdf"),
    "docx": ("servanda.documents.brief.as_docx", "brief_docx"),
    "json": ("servanda.documents.brief.as_json", "brief_json"),
}


def write_brief(form: str, briefs: Sequence[Brief]) -> bytes:
    """Return a brief in one of `FORMS`: the same brief gives the same bytes.

    Args:
        form: One of `FORMS`.
        briefs: The same brief in one language or several, which then stand in one file.
    """
    module, function = FORMS[form]
    writer: Writer = getattr(import_module(module), function)
    return writer(briefs)
