"""Read an accord template: one that comes with Servanda, by its name, or a folder of one's own.

Source: docs/spec/accord-templates.md.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from servanda.core.accords.template import TemplateError, resolve_template, template_digest
from servanda.core.canonical import JsonObject
from servanda.core.identifiers import Digest

_DATA = "template.toml"
_TEXT_PREFIX = "text."
_TEXT_SUFFIX = ".md"
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
    folder: Traversable = Path(name) if "/" in name else _shipped() / name
    if not (folder / _DATA).is_file():
        known = ", ".join(sorted(each.name for each in _shipped().iterdir() if each.is_dir()))
        raise TemplateError(f"expected a template ({known}) or a folder, found {name!r:.120}")
    content = dict(_files(folder))
    try:
        data = tomllib.loads(content[_DATA].decode())
    except ValueError as error:
        raise TemplateError(f"{_DATA}: {error}") from error
    texts = {
        file.removeprefix(_TEXT_PREFIX).removesuffix(_TEXT_SUFFIX): written
        for file, written in content.items()
        if file != _DATA
    }
    return ResolvedTemplate(
        name=folder.name,
        digest=template_digest(content),
        terms=resolve_template(data, texts=texts),
    )


def _shipped() -> Traversable:
    return files("servanda.data") / "accord_templates"


def _files(folder: Traversable) -> Iterator[tuple[str, bytes]]:
    for file in folder.iterdir():
        is_text = file.name.startswith(_TEXT_PREFIX) and file.name.endswith(_TEXT_SUFFIX)
        if file.name == _DATA or is_text:
            content = file.read_bytes()
            if len(content) > MAX_FILE_BYTES:
                raise TemplateError(f"{file.name}: expected at most {MAX_FILE_BYTES} bytes")
            yield file.name, content
