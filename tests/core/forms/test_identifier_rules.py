"""R03 and R05: identifiers by which somebody can be found."""

import pytest

from tests.core.forms.requests import Request, complete


# R03
def address(value: str, **members: object) -> Request:
    request = complete()
    request.elements["E11"] = [{"type": "address", "value": value, **members}]
    return request


WHEN = {"at": "2025-11-05T20:14:00Z"}


def test_a_network_address_needs_its_instant_and_where_it_is_shared_its_port() -> None:
    assert address("93.184.216.34", port=443, **WHEN).codes() == []
    assert address("93.184.216.34", port=443).codes() == [("E11", "address-without-instant")]
    assert address("93.184.216.34", **WHEN).codes() == [("E11", "address-without-port")]
    assert address("2606:2800:220:1::1", **WHEN).codes() == []


def test_an_item_cannot_name_an_address_past_the_rule() -> None:
    request = address("93.184.216.34", port=443, **WHEN)
    request.body["items"][0]["identifier"] = "93.184.216.35"

    assert request.codes() == [("E11", "item-address-not-listed")]
    request.body["items"][0]["identifier"] = "93.184.216.34"
    assert request.codes() == []


# R05
@pytest.mark.parametrize(
    ("type_", "value", "code"),
    [
        ("address", "93.184.216", "address-unreadable"),
        ("address", "93.184.216.034", "address-unreadable"),
        ("domain", "no domain", "domain-unreadable"),
        ("domain", "-a.net", "domain-unreadable"),
        ("domain", "10.0.0.999", "domain-unreadable"),
        ("hash", "abc", "hash-unreadable"),
        ("hash", "g" * 64, "hash-unreadable"),
        ("url", "bank.net/login", "url-unreadable"),
        ("mail", "nobody", "mail-unreadable"),
        ("address", "10.1.2.3", "identifier-reserved"),
        ("address", "100.64.0.1", "identifier-reserved"),
        ("address", "198.51.100.7", "identifier-reserved"),
        ("address", "::ffff:8.8.8.8", "identifier-reserved"),
        ("address", "2001:db8::1", "identifier-reserved"),
        ("address", "fe80::1", "identifier-reserved"),
        ("domain", "printer.local", "identifier-reserved"),
        ("domain", "Example.COM.", "identifier-reserved"),
        ("url", "http://[::1]:8080/x", "identifier-reserved"),
        ("url", "https://user@192.168.0.1/", "identifier-reserved"),
        ("mail", "a@b.test", "identifier-reserved"),
    ],
)
def test_an_identifier_by_which_nobody_can_be_found_is_refused(
    type_: str, value: str, code: str
) -> None:
    request = complete()
    request.elements["E11"] = [{"type": type_, "value": value, "port": 1, **WHEN}]

    assert request.codes() == [("E11", code)]


@pytest.mark.parametrize(
    ("type_", "value"),
    [
        ("address", "93.184.216.34"),
        ("address", "2606:4700::1111"),
        ("domain", "xn--fiqs8s.cn"),
        ("domain", "中国互联网.中国"),
        ("hash", "D41D8CD98F00B204E9800998ECF8427E"),
        ("hash", "sha256:" + "0" * 64),
        ("url", "https://bank.net:8443/login?a=b"),
        ("mail", "someone@bank.net"),
        ("account", "whatever it is called"),
    ],
)
def test_an_identifier_of_the_open_network_passes(type_: str, value: str) -> None:
    request = complete()
    request.elements["E11"] = [{"type": type_, "value": value, "port": 1, **WHEN}]

    assert request.codes() == []
