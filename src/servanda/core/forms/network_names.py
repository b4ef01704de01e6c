"""Identifiers as the open network knows them: can they be read, and can anybody be found by them.

The ranges are written out here rather than asked of a library, so that both parties see the same
checklist whatever their Python is.

Source: IANA special-purpose address registries; RFC 5737, RFC 3849, RFC 9637 (documentation);
RFC 2606, RFC 6761, RFC 8375, RFC 9476 (names); RFC 1035, section 2.3.4 (lengths).
"""

import re
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final, TypeAlias

Address: TypeAlias = IPv4Address | IPv6Address

MAX_DOMAIN = 253
_HASH_DIGITS = frozenset((32, 40, 64, 96, 128))  # MD5, SHA-1, SHA-256, SHA-384, SHA-512

_RESERVED: Final[tuple[IPv4Network | IPv6Network, ...]] = tuple(
    ip_network(written)
    for written in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",  # shared by translation: nobody outside can tell who it is
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
        "::/128",
        "::1/128",
        "::ffff:0:0/96",
        "64:ff9b:1::/48",
        "100::/64",
        "2001:db8::/32",
        "3fff::/20",
        "fc00::/7",
        "fe80::/10",
        "ff00::/8",
    )
)
_RESERVED_DOMAINS: Final = (
    "example",
    "example.com",
    "example.net",
    "example.org",
    "test",
    "invalid",
    "localhost",
    "local",
    "internal",
    "home.arpa",
)
_LABEL = re.compile(r"[^\W_]([\w-]{0,61}[^\W_])?")  # also of other scripts, as people write them
_URL = re.compile(
    r"(?:https?|ftp)://(?:[^\s/@]+@)?(\[[^\]\s]+\]|[^\s/:?#]+)(?::[0-9]+)?(?:[/?#]\S*)?"
)
_MAIL = re.compile(r"[^\s@]{1,64}@([^\s@]+)")
_HEX = re.compile(r"[0-9A-Fa-f]+")


def parse_address(text: str) -> Address | None:
    """Return `text` as a network address, or None."""
    try:
        return ip_address(text.strip())
    except ValueError:
        return None


def is_readable(type_: str, value: str) -> bool:
    """Return whether `value` is written as an identifier of `type_` is; an account always."""
    text = value.strip()
    match type_:
        case "address":
            return parse_address(text) is not None
        case "domain":
            return _is_domain(text)
        case "hash":
            digits = text.lower().removeprefix("sha256:")
            return len(digits) in _HASH_DIGITS and _HEX.fullmatch(digits) is not None
        case "url" | "mail":
            host = _host(type_, text)
            return host is not None and (parse_address(host) is not None or _is_domain(host))
        case _:
            return True


def is_reserved(type_: str, value: str) -> bool:
    """Return whether a readable `value` is private, or kept for documentation and tests."""
    text = value.strip()
    host = _host(type_, text) if type_ in {"url", "mail"} else text
    if host is None or type_ not in {"address", "domain", "url", "mail"}:
        return False
    address = parse_address(host)
    if address is not None:
        return any(address in network for network in _RESERVED)
    domain = host.lower().rstrip(".")
    return any(domain == name or domain.endswith(f".{name}") for name in _RESERVED_DOMAINS)


def _host(type_: str, text: str) -> str | None:
    found = (_URL if type_ == "url" else _MAIL).fullmatch(text)
    return None if found is None else found.group(1).strip("[]")


def _is_domain(text: str) -> bool:
    name = text.removesuffix(".")
    labels = name.split(".")
    return (
        len(name) <= MAX_DOMAIN
        and len(labels) > 1
        and not labels[-1].isdecimal()  # else it is an address that went wrong
        and all(_LABEL.fullmatch(label) is not None for label in labels)
    )
