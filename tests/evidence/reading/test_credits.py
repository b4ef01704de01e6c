"""The publisher is told by what its pages alone carry, never by what an article reports on."""

import tomllib
from importlib.resources import files

from servanda.evidence.documents import Document
from servanda.evidence.names.gazetteer import Alias, KnownEntity
from servanda.evidence.names.mentions import EntityKind
from servanda.evidence.reading.outlets import Outlets, outlets_among
from servanda.evidence.reading.read import read_document

LEAD = (
    "The Ledger reported on Tuesday that officials of both states met, see http://ledger.example."
)
MORE = "The Southmere Courier said in June that the talks will go on. It did not say where."
LAST = "“We count what is done,” the minister said."
KNOWN = outlets_among(
    [
        KnownEntity(
            key="outlet:southmere courier",
            name="Southmere Courier",
            kind=EntityKind.OUTLET,
            domains=("Courier.example",),
            marks=("{courierad}",),
            aliases=(Alias(form="The Courier"), Alias(form="Rag", source="x", is_said=True)),
        ),
        KnownEntity(
            key="outlet:ledger", name="Ledger", kind=EntityKind.OUTLET, domains=("ledger.example",)
        ),
        KnownEntity(
            key="firm:coldharbor",
            name="Coldharbor",
            kind=EntityKind.FIRM,
            domains=("cold.example",),
        ),
    ]
)


def read(*below: str, outlets: Outlets = KNOWN) -> Document:
    text = "\n".join(["Officials meet in Northport again", LEAD, MORE, LEAD, MORE, LAST, *below])
    return read_document(text.encode(), name="article.txt", outlets=outlets)


def publisher(document: Document) -> str | None:
    return document.publisher.value if document.publisher else None


def evidence(document: Document) -> list[str]:
    assert document.publisher is not None
    return [document.text_of(span) for span in document.publisher.evidence]


def test_a_paper_named_in_an_article_is_not_its_publisher() -> None:
    assert publisher(read()) is None


def test_an_address_in_the_furniture_tells_the_publisher() -> None:
    document = read("• Lena Marsh can be reached at lmarsh@news.courier.example.")

    assert publisher(document) == "Southmere Courier"
    assert evidence(document) == ["news.courier.example"]


def test_marks_and_names_in_the_furniture_tell_the_publisher() -> None:
    document = read("{courierad}", "The Courier", "© 2031 Southmere Courier. All rights reserved.")

    assert publisher(document) == "Southmere Courier"
    assert evidence(document) == ["{courierad}", "The Courier", "Southmere Courier"]


def test_where_two_outlets_show_themselves_the_stronger_sign_decides_or_nothing_does() -> None:
    stronger = read("Ledger", "Mail us", "Contact us at desk@courier.example")
    equal = read("Contact us at desk@courier.example", "Contact us at desk@ledger.example")

    assert publisher(stronger) == "Southmere Courier"
    assert publisher(equal) is None


def test_the_same_address_under_another_domain_is_nobody_s() -> None:
    assert KNOWN.of_address("courier.example.evil.example") is None
    assert KNOWN.of_address("notcourier.example") is None
    assert KNOWN.of_address("mail.COURIER.example.") == "Southmere Courier"
    assert KNOWN.of_address("cold.example") is None
    assert KNOWN.names.get("rag") is None


def test_an_unknown_outlet_is_told_by_its_remark_or_by_the_address_of_its_author() -> None:
    remark = read("Gazette of Ports", "Gazette of Portshttp://www.gazette.example", "It is good.")
    mail = read("• Lena Marsh can be reached at lmarsh@unknown.example.")
    anybody = read("• Lena Marsh can be reached at lena.marsh@gmail.com.")

    assert publisher(remark) == "Gazette of Ports"
    assert publisher(mail) == "unknown.example"
    assert publisher(anybody) is None


def test_the_product_s_outlets_have_addresses_of_their_own_and_a_source() -> None:
    content = files("servanda.data").joinpath("evidence/gazetteer/outlets.toml").read_bytes()

    rows = tomllib.loads(content.decode())["outlet"]

    domains = [domain for row in rows for domain in row["domains"]]
    marks = [mark for row in rows for mark in row.get("marks", [])]
    assert len(domains) == len(set(domains))
    assert len(marks) == len(set(marks))
    assert all(row["source"] and row["domains"] for row in rows)
