"""The parser port filled by spaCy, an extra; loaded when the first paragraph needs it.

Source: decision 0025; https://spacy.io, version 3.8.
"""

import re
from collections import OrderedDict
from collections.abc import Iterator
from hashlib import sha256
from importlib import import_module
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import ClassVar, Final, Protocol, cast

from typing_extensions import override

from servanda.core.errors import MisconfiguredError
from servanda.evidence.speech.parser import Parse, Parser

# Parses of the last paragraphs, by hash: a recycled paragraph is parsed once. About 20 MB.
CACHED_PARAGRAPHS: Final = 2_000
# The parts of the model that are not asked: they would take half of the time.
_UNUSED: Final = ("ner", "lemmatizer", "attribute_ruler", "senter")
# A longer paragraph is no prose; the model's memory grows with it.
MAX_PARSED_CHARACTERS: Final = 20_000
# Half of a character, left by a broken file: the library takes none. One stands for one.
_LONE_SURROGATE: Final = re.compile("[\ud800-\udfff]")


class NoParserError(MisconfiguredError):
    """A model was added, and the library that runs it is not installed."""

    code: ClassVar[str] = "no-parser"


class _Word(Protocol):
    idx: int
    i: int
    text: str
    dep_: str
    tag_: str

    @property
    def head(self) -> "_Word": ...


class _Pipeline(Protocol):
    def __call__(self, text: str, /) -> "_Words": ...


class _Words(Protocol):
    def __iter__(self) -> Iterator[_Word]: ...


class SpacyParser(Parser):
    """spaCy with one model. Not to be shared between threads.

    Args:
        folder: Of the model, as `model_files.add_model` unpacked it.
        model: Its name, which stands in `how`.
    """

    def __init__(self, folder: Path, *, model: str) -> None:
        require_spacy()
        self._folder = folder
        self._name = f"{model}+spacy-{version('spacy')}"
        self._pipeline: _Pipeline | None = None
        self._parses: OrderedDict[bytes, Parse] = OrderedDict()

    @property
    @override
    def name(self) -> str:
        return self._name

    @override
    def parse(self, text: str) -> Parse:
        key = sha256(text.encode("utf-8", "surrogatepass")).digest()
        known = self._parses.get(key)
        if known is None:
            known = self._parses[key] = self._parsed(text)
            if len(self._parses) > CACHED_PARAGRAPHS:
                self._parses.popitem(last=False)
        else:
            self._parses.move_to_end(key)
        return known

    def _parsed(self, text: str) -> Parse:
        if self._pipeline is None:
            # Loading takes a second and 160 MB: only a document that needs it pays for it.
            load = import_module("spacy").load
            self._pipeline = cast("_Pipeline", load(self._folder, exclude=list(_UNUSED)))
        shown = _LONE_SURROGATE.sub("\ufffd", text[:MAX_PARSED_CHARACTERS])
        words = list(self._pipeline(shown))
        return Parse(
            starts=tuple(word.idx for word in words),
            ends=tuple(word.idx + len(word.text) for word in words),
            heads=tuple(word.head.i for word in words),
            labels=tuple(word.dep_ for word in words),
            tags=tuple(word.tag_ for word in words),
        )


def require_spacy() -> None:
    """Refuse to go on without the library.

    Raises:
        NoParserError: It is not installed.
    """
    if find_spec("spacy") is None:
        raise NoParserError(
            "a model needs spaCy, which is not installed; install the extra: "
            "pip install 'servanda[nlp]', or by hash from requirements/nlp.lock"
        )
