"""The kinds of field that facts and bodies are made of: a small closed language.

What stands in the clear header is read by every auditor and stays for ever, so facts are built
only from fields that cannot carry free text. A field compiles to a *check*, a closure that
returns None for a value that fits and else a `Fault`; the closures keep judging cheap.

Source: docs/spec/statements/README.md, "Fields".
"""

import base64
import binascii
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Protocol, TypeAlias

from servanda.core.canonical import MAX_INTEGER, JsonValue
from servanda.core.envelope.hpke import parse_kem_name
from servanda.core.faults import Expectation, Expected, Fault, expect
from servanda.core.identifiers import InvalidNameError, parse_digest, parse_instant

MAX_NOTE_BYTES = 40_000  # a key sheet has about 10,000; a leaf must still hold it

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ACCORD_CODE = re.compile(r"[A-Za-z0-9_.]{1,32}")
# What nobody sees: white space, characters without width, fillers. Spelt out, for Unicode's own
# tables grow, and two programs must not disagree on whether a text says anything.
_UNSEEN = "".join(
    map(
        chr,
        (
            *(0x09, 0x0A, 0x20, 0x85, 0xA0, 0xAD, 0x115F, 0x1160, 0x1680, 0x180E),
            *range(0x2000, 0x2010),
            *range(0x2028, 0x2030),
            *range(0x205F, 0x2070),
            *(0x2800, 0x3000, 0x3164, 0xFEFF, 0xFFA0),
        ),
    )
)
# Of UTF-8, where no other character is written with these bytes.
_CONTROLS = bytes((*range(0x09), *range(0x0B, 0x20), 0x7F))


Check: TypeAlias = Callable[[JsonValue], Fault | None]


class Field(Protocol):
    """One kind of field.

    Every implementation must accept only values that its description fits, raise nothing on any
    JSON value, and say by `is_open` whether a person could write free text into it.
    tests/core/statements/test_fields.py holds every field to this.
    """

    @property
    def is_open(self) -> bool:
        """Say whether free text fits."""
        ...

    def compile(self) -> Check:
        """Return the check of this field."""
        ...


@dataclass(frozen=True, slots=True)
class Code:
    """One of the listed words."""

    values: frozenset[str]
    is_open: ClassVar[bool] = False

    def compile(self) -> Check:
        """Return the check of this field."""
        values, expected = self.values, expect(Expected.CODE, words=tuple(sorted(self.values)))

        def check(value: JsonValue) -> Fault | None:
            if type(value) is str and value in values:
                return None
            return Fault("", expected, value)

        return check


@dataclass(frozen=True, slots=True)
class AccordCode:
    """A word of one of the accord's own lists, such as its commitments.

    Attributes:
        list_name: A list of the terms, such as `subjects` or `grounds`. Alone, the field
            checks the form; `Schema.validate_accord_codes` looks into the list.
        values: The words that any accord can choose from; empty where it makes its own.
    """

    list_name: str
    values: frozenset[str] = frozenset()
    is_open: ClassVar[bool] = False

    def compile(self) -> Check:
        """Return the check of this field."""
        if self.values:
            return Code(self.values).compile()
        return _pattern_check(_ACCORD_CODE, expect(Expected.ACCORD_WORD, list=self.list_name))


@dataclass(frozen=True, slots=True)
class Integer:
    """A whole number from `least` to `most`."""

    least: int = 0
    most: int = MAX_INTEGER
    is_open: ClassVar[bool] = False

    def compile(self) -> Check:
        """Return the check of this field."""
        least, most = self.least, self.most
        expected = expect(Expected.INTEGER, least=least, most=most)

        def check(value: JsonValue) -> Fault | None:
            if type(value) is int and least <= value <= most:
                return None
            return Fault("", expected, value)

        return check


@dataclass(frozen=True, slots=True)
class Truth:
    """True or false."""

    is_open: ClassVar[bool] = False

    def compile(self) -> Check:
        """Return the check of this field."""
        expected = expect(Expected.TRUTH)
        return lambda value: None if type(value) is bool else Fault("", expected, value)


@dataclass(frozen=True, slots=True)
class Instant:
    """A UTC instant, `YYYY-MM-DDThh:mm:ssZ`."""

    is_open: ClassVar[bool] = False

    def compile(self) -> Check:
        """Return the check of this field."""

        def check(value: JsonValue) -> Fault | None:
            try:
                if type(value) is str and parse_instant(value) is not None:
                    return None
            except InvalidNameError:
                pass  # falls through to the fault, which says the same of every wrong value
            return Fault("", expect(Expected.INSTANT), value)

        return check


@dataclass(frozen=True, slots=True)
class Day:
    """A calendar day without zone, `YYYY-MM-DD`."""

    is_open: ClassVar[bool] = False

    def compile(self) -> Check:
        """Return the check of this field."""

        def check(value: JsonValue) -> Fault | None:
            if type(value) is str and _DAY.fullmatch(value) is not None and _exists(value):
                return None
            return Fault("", expect(Expected.DAY), value)

        return check


@dataclass(frozen=True, slots=True)
class DigestField:
    """A hash, `sha256:` and 64 lower-case hex digits."""

    is_open: ClassVar[bool] = False

    def compile(self) -> Check:
        """Return the check of this field."""

        def check(value: JsonValue) -> Fault | None:
            try:
                if type(value) is str and parse_digest(value):
                    return None
            except InvalidNameError:
                pass  # falls through to the fault, which says the same of every wrong value
            return Fault("", expect(Expected.DIGEST), value)

        return check


@dataclass(frozen=True, slots=True)
class Base64Bytes:
    """Exactly `length` bytes in padded base64: a public key."""

    length: int
    is_open: ClassVar[bool] = False

    def compile(self) -> Check:
        """Return the check of this field."""
        length, expected = self.length, expect(Expected.BASE64, length=self.length)

        def check(value: JsonValue) -> Fault | None:
            if type(value) is str and _is_base64(value, length):
                return None
            return Fault("", expected, value)

        return check


@dataclass(frozen=True, slots=True)
class KemName:
    """The name of a KEM key, `kem-` and its period, such as `kem-2026a`."""

    is_open: ClassVar[bool] = False

    def compile(self) -> Check:
        """Return the check of this field."""

        def check(value: JsonValue) -> Fault | None:
            try:
                if type(value) is str and parse_kem_name(value):
                    return None
            except InvalidNameError:
                pass  # falls through to the fault, which says the same of every wrong value
            return Fault("", expect(Expected.KEM_NAME), value)

        return check


@dataclass(frozen=True, slots=True)
class KeySheetNote:
    """A signed key sheet as text. Only `key` has it: its reader holds it to be one, in strict JCS.

    The check here is of size and outline; `core/keys/sheets.py` reads it.
    """

    is_open: ClassVar[bool] = False

    def compile(self) -> Check:
        """Return the check of this field."""

        def check(value: JsonValue) -> Fault | None:
            if (
                type(value) is str
                and value.startswith('{"')
                and "}\n\n— " in value
                and value.endswith("\n")
                and len(value.encode()) <= MAX_NOTE_BYTES
            ):
                return None
            return Fault("", expect(Expected.KEY_SHEET, most=MAX_NOTE_BYTES), value)

        return check


@dataclass(frozen=True, slots=True)
class Pattern:
    """Text that a regular expression describes whole. For names in accords and bodies.

    It counts as open, since what a pattern lets through depends on the pattern.

    Attributes:
        expression: Matched from end to end.
        meaning: What the expression describes; it has no parameters.
    """

    expression: str
    meaning: Expected
    is_open: ClassVar[bool] = True

    def compile(self) -> Check:
        """Return the check of this field."""
        return _pattern_check(re.compile(self.expression), expect(self.meaning))


@dataclass(frozen=True, slots=True)
class Text:
    """Free text of 1 to `most` characters, at least one to be seen, no controls. In bodies only."""

    most: int
    is_open: ClassVar[bool] = True

    def compile(self) -> Check:
        """Return the check of this field."""
        most, expected = self.most, expect(Expected.TEXT, most=self.most)

        def check(value: JsonValue) -> Fault | None:
            if type(value) is str and len(value) <= most and value.strip(_UNSEEN):
                data = value.encode(errors="surrogatepass")
                # Five times as fast as a search by pattern, and bodies are long.
                if len(data.translate(None, _CONTROLS)) == len(data):
                    return None
            return Fault("", expected, value)

        return check


@dataclass(frozen=True, slots=True)
class ListOf:
    """From `least` to `most` values of one field."""

    item: Field
    most: int
    least: int = 1

    @property
    def is_open(self) -> bool:
        """As its items."""
        return self.item.is_open

    def compile(self) -> Check:
        """Return the check of this field."""
        check_item, least, most = self.item.compile(), self.least, self.most
        expected = expect(Expected.LIST, least=least, most=most)

        def check(value: JsonValue) -> Fault | None:
            if type(value) is not list or not least <= len(value) <= most:
                return Fault("", expected, value)
            for index, item in enumerate(value):
                fault = check_item(item)
                if fault is not None:
                    return fault._replace(path=f"[{index}]{fault.path}")
            return None

        return check


def _pattern_check(pattern: re.Pattern[str], expected: Expectation) -> Check:
    match = pattern.fullmatch

    def check(value: JsonValue) -> Fault | None:
        if type(value) is str and match(value) is not None:
            return None
        return Fault("", expected, value)

    return check


def _is_base64(text: str, length: int) -> bool:
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return False
    # Encoding again refuses the second spellings that unused bits of the last sign allow.
    return len(raw) == length and base64.b64encode(raw) == text.encode()


def _exists(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
