"""What the facts or the body of a statement type must look like, checked cheaply.

A schema names the required and the optional members and the rules between them. It is a
constant of a type's module; its fields are compiled to closures once, when it is made, so that
judging a leaf costs a few dictionary look-ups.

Source: docs/spec/statements/README.md, "Facts" and "Body".
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Protocol, TypeAlias

from servanda.core.canonical import JsonObject, JsonValue
from servanda.core.errors import CounterpartError
from servanda.core.faults import Expected, Fault, Found, expect
from servanda.core.statements.fields import AccordCode, Check, Field


class SchemaError(CounterpartError):
    """Facts or body do not fit the statement type; `fault` names field, expected, found."""

    code: ClassVar[str] = "schema"


class AccordCodes(Protocol):
    """The lists of an accord that facts may take codes from; the accord's `Terms` are one."""

    def codes(self, list_name: str) -> frozenset[str]:
        """Return the codes of a list such as `subjects` or `extension_grounds`."""
        ...


# A rule between the members of one object, each of which fits by itself: the fault, or None.
# Those that types share stand in `rules.py`.
Rule: TypeAlias = Callable[[JsonObject], Fault | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Schema:
    """The members of one object and the rules between them; an unknown member is refused.

    Attributes:
        required: Members that must be given.
        optional: Members that may be given.
        rules: Checked in order, after each member by itself.
    """

    required: Mapping[str, Field] = field(default_factory=dict)
    optional: Mapping[str, Field] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()
    _checks: Mapping[str, Check] = field(init=False, repr=False, compare=False)
    _names: frozenset[str] = field(init=False, repr=False, compare=False)
    _accord_lists: tuple[tuple[str, str], ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        members = {**self.required, **self.optional}
        object.__setattr__(self, "_checks", {name: of.compile() for name, of in members.items()})
        object.__setattr__(self, "_names", frozenset(self.required))
        lists = [(name, of.list_name) for name, of in members.items() if isinstance(of, AccordCode)]
        object.__setattr__(self, "_accord_lists", tuple(lists))

    @property
    def is_open(self) -> bool:
        """Say whether a person can write free text into any member."""
        return any(of.is_open for of in (*self.required.values(), *self.optional.values()))

    def validate(self, value: JsonObject) -> None:
        """Check that `value` fits.

        Raises:
            SchemaError: A member is missing, unknown or ill-formed, or a rule is broken.
        """
        fault = self.find_fault(value)
        if fault is not None:
            raise SchemaError(fault)
        for rule in self.rules:
            fault = rule(value)
            if fault is not None:
                raise SchemaError(fault)

    def find_fault(self, value: JsonValue) -> Fault | None:
        """Return the first member that does not fit, or None; rules are not looked at."""
        # Nearly always a dictionary, and asking for any mapping costs as much as two members.
        if type(value) is not dict and not isinstance(value, Mapping):
            return Fault("", expect(Expected.OBJECT), value)
        checks = self._checks
        for name, item in value.items():
            check = checks.get(name)
            if check is None:
                return Fault(f".{name}", expect(Expected.NO_MEMBER), item)
            fault = check(item)
            if fault is not None:
                return fault._replace(path=f".{name}{fault.path}")
        if not self._names <= value.keys():
            missing = sorted(self._names - value.keys())
            return Fault(f".{missing[0]}", expect(Expected.MEMBER), Found.NOTHING)
        return None

    def validate_accord_codes(self, value: JsonObject, accord: AccordCodes) -> None:
        """Check that the codes in `value`, which fits, are of the accord's lists.

        Raises:
            SchemaError: A code is not in the list it must come from.
        """
        for fault in self.accord_faults(value, accord):
            raise SchemaError(fault)

    def accord_faults(self, value: JsonObject, accord: AccordCodes) -> Iterator[Fault]:
        """Yield each code in `value`, whose members fit, that is not of the accord's list."""
        for name, list_name in self._accord_lists:
            code = value.get(name)
            if code is not None and code not in accord.codes(list_name):
                yield Fault(name, expect(Expected.ACCORD_CODE, list=list_name), code)


@dataclass(frozen=True, slots=True)
class Record:
    """An object inside another, such as one entry of a list."""

    schema: Schema

    @property
    def is_open(self) -> bool:
        """As its members."""
        return self.schema.is_open

    def compile(self) -> Check:
        """Return the check of this field."""
        return self.schema.find_fault


@dataclass(frozen=True, slots=True)
class AnyObject:
    """An object that another parser reads. Never in facts."""

    is_open: ClassVar[bool] = True

    def compile(self) -> Check:
        """Return the check of this field."""
        expected = expect(Expected.OBJECT)
        return lambda value: None if type(value) is dict else Fault("", expected, value)


@dataclass(frozen=True, slots=True)
class MapOf:
    """From `least` to `most` pairs, whose names and values are fields of their own."""

    name: Field
    item: Field
    most: int
    least: int = 1

    @property
    def is_open(self) -> bool:
        """As its names and values."""
        return self.name.is_open or self.item.is_open

    def compile(self) -> Check:
        """Return the check of this field."""
        check_name, check_item = self.name.compile(), self.item.compile()
        least, most = self.least, self.most
        expected = expect(Expected.MAP, least=least, most=most)

        def check(value: JsonValue) -> Fault | None:
            if type(value) is not dict or not least <= len(value) <= most:
                return Fault("", expected, value)
            for name, item in value.items():
                fault = check_name(name) or check_item(item)
                if fault is not None:
                    return fault._replace(path=f".{name}{fault.path}")
            return None

        return check


def check_closed(schema: Schema) -> None:
    """Refuse a schema of facts into which free text could be written.

    Raises:
        TypeError: A member is open; the module that defines the type must not load.
    """
    if schema.is_open:
        raise TypeError("expected facts of closed fields only: the clear header stays for ever")
