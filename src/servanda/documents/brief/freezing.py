"""What makes a brief the same file at any time: its values, what sets them, and the hashes.

A snapshot holds the brief in every language and the hash of each file that it gives. Whoever
sets it again compares; where the bytes are others, what it was set with tells why.

Source: docs/spec/brief.md, "Snapshots"; decision 0044.
"""

from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import version
from importlib.resources import files
from itertools import permutations
from typing import ClassVar

from servanda.core.canonical import JsonObject, JsonValue
from servanda.core.errors import MisconfiguredError
from servanda.core.faults import Expected, Fault, Found, expect
from servanda.core.identifiers import Digest, digest_of
from servanda.core.snapshot.snapshot import InvalidSnapshotError, VerifiedSnapshot
from servanda.documents.brief.as_pdf import CHINESE_FILES, FONT_PACKAGE
from servanda.documents.brief.content import Brief
from servanda.documents.brief.forms import FORMS, write_brief
from servanda.documents.brief.value import brief_of_value, brief_value
from servanda.documents.style import read_style

_PROGRAMS = ("Django", "lxml", "python-docx", "typst")
_TEMPLATES = ("brief.typ", "page.html")


class OtherRenderingError(MisconfiguredError):
    """What is installed here sets a snapshot in other bytes than it was signed with."""

    code: ClassVar[str] = "other-rendering"


def snapshot_parts(briefs: Sequence[Brief], stands_on: JsonObject) -> JsonObject:
    """Return the parts of a snapshot.

    Args:
        briefs: The same brief in every language.
        stands_on: What they were made from: heads of logs, cut and figures, or a file.
    """
    return {
        "briefs": {one.language: brief_value(one) for one in briefs},
        "made_with": made_with(),
        "renderings": {
            form: {
                "+".join(one.language for one in some): digest_of(write_brief(form, some))
                for some in _selections(briefs)
            }
            for form in FORMS
        },
        "stands_on": stands_on,
    }


def _selections(briefs: Sequence[Brief]) -> Iterator[Sequence[Brief]]:
    """Yield each language alone, and all together in each order."""
    for one in briefs:
        yield (one,)
    if len(briefs) > 1:
        yield from permutations(briefs)


def made_with() -> JsonObject:
    """Return what sets a brief here: programs by version, templates and fonts by hash."""
    folder = files("servanda.documents.brief")
    hashed = {name: (folder / name).read_bytes() for name in _TEMPLATES}
    hashed["style.css"] = read_style("brief").encode()
    hashed |= {name: (files(FONT_PACKAGE) / name).read_bytes() for name in CHINESE_FILES}
    programs = {name: version(name) for name in _PROGRAMS}
    return {**programs, **{name: digest_of(content) for name, content in hashed.items()}}


def frozen_briefs(snapshot: VerifiedSnapshot) -> Mapping[str, Brief]:
    """Return the briefs of a snapshot by their language.

    Raises:
        InvalidSnapshotError: It was signed and holds none.
    """
    held = snapshot.parts["briefs"]
    briefs = {
        language: brief_of_value(value)
        for language, value in (held.items() if isinstance(held, Mapping) else ())
    }
    if not briefs or any(language != one.language for language, one in briefs.items()):
        raise InvalidSnapshotError(Fault("briefs", expect(Expected.LANGUAGE_TAG), Found.OTHERS))
    return briefs


def write_frozen(snapshot: VerifiedSnapshot, form: str, languages: Sequence[str]) -> bytes:
    """Return a file of a snapshot: the bytes that were signed, or none.

    Args:
        snapshot: Which.
        form: One of `FORMS`.
        languages: In their order; all or one of its own.

    Raises:
        InvalidSnapshotError: It has no such file.
        OtherRenderingError: Here it would have other bytes; the message names what differs.
    """
    briefs = frozen_briefs(snapshot)
    signed = _signed(snapshot, form, "+".join(languages))
    written = write_brief(form, [briefs[one] for one in languages])
    if digest_of(written) != signed:
        raise OtherRenderingError(_difference(snapshot, signed=signed, found=digest_of(written)))
    return written


def _signed(snapshot: VerifiedSnapshot, form: str, name: str) -> Digest:
    of_form = _object(_object(snapshot.parts["renderings"]).get(form))
    if name not in of_form:
        known = expect(Expected.CODE, words=tuple(sorted(of_form)))
        raise InvalidSnapshotError(Fault(f"renderings/{form}", known, name))
    return Digest(str(of_form[name]))


def _difference(snapshot: VerifiedSnapshot, *, signed: Digest, found: Digest) -> Fault:
    """Say with what the snapshot was made that is another here; else which bytes it should give."""
    here = made_with()
    for name, value in _object(snapshot.parts["made_with"]).items():
        if here.get(name) != value:
            expected = expect(Expected.EXACTLY, value=str(value))
            return Fault(name, expected, here.get(name, Found.NOTHING))
    return Fault("", expect(Expected.EXACTLY, value=signed), found)


def _object(value: JsonValue) -> JsonObject:
    return value if isinstance(value, Mapping) else {}
