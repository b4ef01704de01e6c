"""What was wrong with a document, for people.

Source: docs/spec/evidence/documents.md, "Notes".
"""

from collections.abc import Callable, Mapping

from servanda.evidence.documents import Note
from servanda.interfaces.language import text

_SENTENCES: Mapping[str, Callable[[], str]] = {
    "empty": lambda: text("It is empty."),
    "too_large": lambda: text("It has {bytes} bytes and was not read; at most {limit} are."),
    "not_a_document": lambda: text("It is no document: {kind}."),
    "encoding_guessed": lambda: text("Its encoding was guessed: {encoding}."),
    "encoding_broken": lambda: text("{count} places are no text in its encoding."),
    "control_characters": lambda: text("{count} control characters were replaced."),
    "invisible_characters": lambda: text("{count} characters that nobody sees were taken out."),
    "look_alike_letters": lambda: text("{count} words mix letters that look alike, first: {word}."),
    "direction_overrides": lambda: text("{count} characters can make it look other than it is."),
    "mixed_quotation_marks": lambda: text(
        "{count} paragraphs have straight and curly quotation marks."
    ),
    "html_read_plainly": lambda: text("The article in the page was not found: {reason}."),
    "pdf_encrypted": lambda: text("The PDF asks for a password."),
    "pdf_broken": lambda: text("The PDF is broken."),
    "pdf_stopped": lambda: text("Reading the PDF was stopped: {reason}."),
    "pages_cut": lambda: text("It has {pages} pages; the first {limit} were read."),
    "no_text_layer": lambda: text("{without} of {pages} pages have no text: they are images."),
    "text_cut": lambda: text("It has {characters} characters; the first {limit} were read."),
    "no_text": lambda: text("No text was found in it."),
}


def note_text(note: Note) -> str:
    """Return the sentence of a note; its code where there is none."""
    sentence = _SENTENCES.get(note.code)
    return note.code if sentence is None else sentence().format_map(dict(note.parameters))
