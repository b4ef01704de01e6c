"""The notes that a document can carry: what was wrong with it, while the rest of a run goes on.

Each code has its line in docs/spec/evidence/documents.md, "Notes"; a test compares both. The
sentences that people see, in two languages, are words of the interface.
"""

from servanda.evidence.documents import Note

NOTES: dict[str, tuple[str, ...]] = {
    "empty": (),
    "too_large": ("bytes", "limit"),
    "not_a_document": ("kind",),
    "encoding_guessed": ("encoding",),
    "encoding_broken": ("count",),
    "control_characters": ("count",),
    "invisible_characters": ("count",),
    "look_alike_letters": ("count", "word"),
    "direction_overrides": ("count",),
    "mixed_quotation_marks": ("count",),
    "html_read_plainly": ("reason",),
    "pdf_encrypted": (),
    "pdf_broken": ("pages",),
    "pdf_stopped": ("reason",),
    "pages_cut": ("limit", "pages"),
    "no_text_layer": ("pages", "without"),
    "text_cut": ("characters", "limit"),
    "no_text": (),
}


def note(code: str, **parameters: int | str) -> Note:
    """Return a note with its parameters as words, in the order of their names."""
    return Note(
        code=code,
        parameters=tuple((name, str(value)) for name, value in sorted(parameters.items())),
    )
