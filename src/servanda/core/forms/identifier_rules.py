"""R03 and R05: identifiers by which somebody can be found.

Source: docs/reference/request-form.md, "Rules".
"""

from collections.abc import Iterator
from ipaddress import IPv4Address

from servanda.core.forms.filled import FilledForm
from servanda.core.forms.network_names import is_readable, is_reserved, parse_address
from servanda.core.forms.problems import Problem


def addresses_have_instant_and_port(form: FilledForm) -> Iterator[Problem]:
    """R03: a network address has a UTC instant, and a port where translation is likely.

    Likely means an IPv4 address: many customers of a provider share one at a time.
    """
    listed = set()
    for number, one in form.identifiers():
        if one.get("type") != "address":
            continue
        address = parse_address(str(one.get("value", "")))
        listed.add(address)
        if "at" not in one:
            yield _of_identifier("address-without-instant", number)
        if "port" not in one and isinstance(address, IPv4Address):
            yield _of_identifier("address-without-port", number)
    for number, item in form.items():
        address = parse_address(str(item.get("identifier", "")))
        if address is not None and address not in listed:
            yield Problem(code="item-address-not-listed", element="E11", values={"item": number})


def identifiers_can_be_found(form: FilledForm) -> Iterator[Problem]:
    """R05: hashes, domains and addresses parse, and are of no private or reserved range."""
    for number, one in form.identifiers():
        type_, value = str(one.get("type", "")), str(one.get("value", ""))
        if not is_readable(type_, value):
            yield _of_identifier(f"{type_}-unreadable", number, found=value)
        elif is_reserved(type_, value):
            yield _of_identifier("identifier-reserved", number, found=value)


def _of_identifier(code: str, number: str, **values: str) -> Problem:
    return Problem(code=code, element="E11", values={"number": number, **values})
