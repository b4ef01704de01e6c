"""Read an accord template: one that comes with Servanda, by its name, or a folder of one's own.

Source: docs/spec/accord-templates.md.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from servanda.core.accords.template import TEMPLATE_FILE, resolve_template, template_digest
from servanda.core.accords.template_texts import TemplateError, is_text_file, language_of
from servanda.core.canonical import JsonObject
from servanda.core.identifiers import Digest

MAX_FILE_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolvedTemplate:
    """A template, ready for an accord.

    Attributes:
        name: Name of its folder.
        digest: Over its files.
        terms: What binds.
    """

    name: str
    digest: Digest
    terms: JsonObject


def read_template(name: str) -> ResolvedTemplate:
    """Return the template `name`, or the one in the folder `name` if it has a slash.

    Raises:
        TemplateError: It is not there, or cannot be resolved.
    """
    folder, content = read_template_files(name)
    try:
        data = tomllib.loads(content[TEMPLATE_FILE].decode())
    except ValueError as error:
        raise TemplateError(f"{TEMPLATE_FILE}: {error}") from error
    texts = {
        language_of(file): written for file, written in content.items() if file != TEMPLATE_FILE
    }
    return ResolvedTemplate(
        name=folder,
        digest=template_digest(content),
        terms=resolve_template(data, texts=texts),
    )


def read_template_files(name: str) -> tuple[str, Mapping[str, bytes]]:
    """Return the name of a template's folder and its files that count, as bytes.

    Raises:
        TemplateError: It is not there.
    """
    folder: Traversable = Path(name) if "/" in name else _shipped() / name
    if not (folder / TEMPLATE_FILE).is_file():
        known = ", ".join(sorted(each.name for each in _shipped().iterdir() if each.is_dir()))
        raise TemplateError(f"expected a template ({known}) or a folder, found {name!r:.120}")
    return folder.name, dict(_files(folder))


def _shipped() -> Traversable:
    return files("servanda.data") / "accord_templates"


def _files(folder: Traversable) -> Iterator[tuple[str, bytes]]:
    for file in folder.iterdir():
        if file.name == TEMPLATE_FILE or is_text_file(file.name):
            content = file.read_bytes()
            if len(content) > MAX_FILE_BYTES:
                raise TemplateError(f"{file.name}: expected at most {MAX_FILE_BYTES} bytes")
            yield file.name, content
