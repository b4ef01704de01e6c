"""Find everything that does not fit a schema, not only the first.

Judging a leaf needs one reason to refuse it, and quickly; a person who writes a text wants all of
what is wrong at once. Both go by the same schema.
"""

from collections.abc import Iterator, Mapping

from servanda.core.canonical import JsonValue
from servanda.core.faults import Expected, Fault, Found, expect
from servanda.core.statements.fields import Field, ListOf
from servanda.core.statements.schema import MapOf, Record, Schema


def find_faults(schema: Schema, value: JsonValue) -> Iterator[Fault]:
    """Yield each member of `value` that does not fit; the rules between members are not looked at.

    There is one exactly where `schema.find_fault` finds one.
    """
    if not isinstance(value, Mapping):
        yield Fault("", expect(Expected.OBJECT), value)
        return
    fields = {**schema.required, **schema.optional}
    for name, item in value.items():
        if name in fields:
            yield from _below(f".{name}", _in_field(fields[name], item))
        else:
            yield Fault(f".{name}", expect(Expected.NO_MEMBER), item)
    for name in sorted(schema.required.keys() - value.keys()):
        yield Fault(f".{name}", expect(Expected.MEMBER), Found.NOTHING)


def _in_field(field: Field, value: JsonValue) -> Iterator[Fault]:
    match field:
        case Record():
            yield from find_faults(field.schema, value)
        case ListOf() if isinstance(value, list) and field.least <= len(value) <= field.most:
            for index, item in enumerate(value):
                yield from _below(f"[{index}]", _in_field(field.item, item))
        case MapOf() if isinstance(value, dict) and field.least <= len(value) <= field.most:
            for name, item in value.items():
                fault = field.name.compile()(name)
                found = _in_field(field.item, item) if fault is None else iter((fault,))
                yield from _below(f".{name}", found)
        case _:
            fault = field.compile()(value)
            if fault is not None:
                yield fault


def _below(path: str, faults: Iterator[Fault]) -> Iterator[Fault]:
    for fault in faults:
        yield fault._replace(path=f"{path}{fault.path}")
