"""A dossier proves itself from its one file, in both languages, and shows no more than it may."""

import re
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser

import pytest
from typing_extensions import override

from servanda.core.dossier.encoding import encode_parts, parse_parts
from servanda.core.dossier.parts import Dossier, DossierClock, MalformedDossierError
from servanda.core.dossier.verify import verify_dossier
from servanda.core.errors import CounterpartError
from servanda.core.handling.markings import MARKINGS, USE_LIMITS
from servanda.core.identifiers import Digest
from servanda.documents.dossier.render import BEGIN, END, check_page, render_dossier
from servanda.documents.dossier.wording import CODES, STEPS, UNITS, WORDS
from servanda.usecases.casework.make_dossier import NoCaseError, make_dossier
from servanda.usecases.handling.erase_body import erase_body
from tests.usecases.attachment_lines import attach, cast_with_attachments, settle_all
from tests.usecases.handling.test_require_passage import ask
from tests.usecases.nodes import FULFILLED, REQUEST, REQUEST_BODY, Cast, Node

LANGUAGES = ("en", "zh-Hans")
ANSWER = "The subscriber is named in the attached file."


@cache
def answered(marking: str = "amber", use: str = "investigative") -> tuple[Cast, Digest]:
    """Return a cast after a request with a file, its acknowledgement and its answer."""
    cast = cast_with_attachments()
    request = ask(cast.alice, marking, attach(cast.alice), use=use)
    settle_all(cast)
    cast.wait(hours=2)
    desk = {"desk": "Desk of Bob", "file_number": "B-7"}
    cast.bob.send("acknowledgement", {"access": "direct", "tlp": marking}, body=desk, ref=request)
    cast.settle()
    cast.wait(days=2)
    cast.bob.send("response", {**FULFILLED, "tlp": marking}, body={"text": ANSWER}, ref=request)
    settle_all(cast)
    return cast, request


def page_of(
    node: Node, request: Digest, *, purpose: str = "file", language: str = "en", reason: str = ""
) -> str:
    made = make_dossier(
        request, purpose=purpose, reason=reason, language=language, services=node.services
    )
    return render_dossier(verify_dossier(made.dossier))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("who", ["alice", "bob"])
def test_the_case_is_read_back_whole_in_either_language_from_either_party(
    language: str, who: str
) -> None:
    cast, request = answered()
    page = page_of(getattr(cast, who), request, language=language)
    text, words = read(page), WORDS[language]

    verified = check_page(page)

    assert [one.header.type for one in verified.statements] == [
        "request",
        "acknowledgement",
        "response",
    ]
    assert all(one.receipt is not None for one in verified.statements)
    for said in ("Who used this address", "Desk of Bob", ANSWER, "netflow.csv", request):
        assert said in text
    for one in verified.statements:
        assert one.leaf in text
        assert one.receipt_leaf in text
    for name in ("title", "statements", "clocks", "for_file", "machine"):
        assert words[name] in text
    for each in LANGUAGES:  # how to verify is said in both
        assert WORDS[each]["limits_text"] in text
        for step in STEPS[each]:
            assert step in text
    assert CODES[language]["amber"] in text
    early = words["early"].split("{")[0].strip()
    assert early in text
    assert str(verified.accord_id) in text
    for party_words in verified.words.values():
        assert " ".join(party_words) in text


def test_the_page_holds_no_script_and_no_address() -> None:
    cast, request = answered()
    page = page_of(cast.alice, request)

    assert "<script" not in page
    assert re.search(r"""(?:href|src)\s*=""", page) is None
    assert "url(" not in page


def test_a_changed_word_on_the_page_is_found() -> None:
    cast, request = answered()
    page = page_of(cast.alice, request)

    for before, after in (
        (ANSWER, "The subscriber is unknown."),
        ("</main>", "<p>And more.</p></main>"),
        ("TLP:AMBER", "TLP:CLEAR"),
    ):
        assert before in page
        with pytest.raises(MalformedDossierError, match="found another text"):
            check_page(page.replace(before, after, 1))


def test_a_page_without_its_parts_or_with_two_is_refused() -> None:
    cast, request = answered()
    page = page_of(cast.alice, request)

    for bad in ("", "<p>", page.replace(BEGIN, ""), page + BEGIN + END, page.replace(END, "*")):
        with pytest.raises(MalformedDossierError):
            check_page(bad)


def test_every_byte_of_every_proof_counts() -> None:
    cast, request = answered()
    dossier = dossier_of(cast.alice, request)
    for place, shown in enumerate(dossier.statements):
        assert shown.receipt is not None
        assert shown.salted_body is not None
        for changed in (
            replace(shown, leaf=replace(shown.leaf, note=flipped(shown.leaf.note))),
            replace(shown, leaf=replace(shown.leaf, proof=flipped(shown.leaf.proof))),
            replace(shown, receipt=replace(shown.receipt, note=flipped(shown.receipt.note))),
            replace(shown, receipt=replace(shown.receipt, proof=flipped(shown.receipt.proof))),
            replace(shown, salted_body=flipped(shown.salted_body)),
        ):
            statements = list(dossier.statements)
            statements[place] = changed
            with pytest.raises(CounterpartError):
                verify_dossier(replace(dossier, statements=tuple(statements)))


def test_a_receipt_of_another_statement_and_a_statement_of_another_case_are_refused() -> None:
    cast, request = answered()
    dossier = dossier_of(cast.alice, request)
    first, second, third = dossier.statements
    other = dossier_of(cast.alice, other_request(cast)).statements[0]

    for statements in (
        (replace(second, receipt=third.receipt), first),
        (replace(first, receipt=first.leaf), second, third),
        (first, second, third, other),
        (first, first),
        (second, third),
    ):
        with pytest.raises(CounterpartError):
            verify_dossier(replace(dossier, statements=statements))


def test_a_court_is_shown_no_content_that_is_not_for_evidence() -> None:
    for use in USE_LIMITS:
        cast, request = answered("clear", use)
        made = make_dossier(
            request, purpose="court", reason=None, language="en", services=cast.alice.services
        )
        page = render_dossier(verify_dossier(made.dossier))

        # The request is Alice's own; what Bob said is given for the use that she named.
        assert "Who used this address" in page
        assert (ANSWER in page) == (use == "evidential")
        assert len(made.withheld) == (0 if use == "evidential" else 2)
        if use != "evidential":
            assert f"Withheld by its handling: {CODES['en'][use]}" in read(page)


def test_consent_in_words_lets_a_court_see_what_needs_it_and_is_printed_and_noted() -> None:
    cast, request = answered("clear", "evidential_with_consent")
    reason = "Consent of 3 May, on file. 同意函。"
    page = page_of(cast.alice, request, purpose="court", reason=reason)

    assert ANSWER in page
    assert reason in page
    response = check_page(page).statements[-1]
    noted = cast.alice.services.store.passages_of(bytes.fromhex(response.leaf[7:]))
    assert {one.reason for one in noted} == {reason}


def test_every_marking_holds_back_what_its_door_says_and_is_printed() -> None:
    for marking in MARKINGS:
        cast, request = answered(marking, "evidential")
        in_house = page_of(cast.alice, request)
        in_court = page_of(cast.alice, request, purpose="court")

        assert (ANSWER in in_house) == (marking != "red")
        assert (ANSWER in in_court) == (marking == "clear")
        assert CODES["en"][marking] in read(in_court)


def test_what_is_erased_leaves_its_proof() -> None:
    cast, request = answered.__wrapped__()
    erase_body(bytes.fromhex(request[7:]), services=cast.alice.services)

    page = page_of(cast.alice, request)

    assert WORDS["en"]["erased"] in read(page)
    assert check_page(page).statements[0].body is None


def test_what_opens_no_case_is_refused() -> None:
    cast, request = answered()
    response = check_page(page_of(cast.alice, request)).statements[-1].leaf

    with pytest.raises(NoCaseError):
        page_of(cast.alice, response)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_of_a_clock_has_its_words(language: str) -> None:
    cast, request = answered()
    dossier = replace(
        dossier_of(cast.alice, request),
        language=language,
        clocks=tuple(
            DossierClock(
                clock="answer",
                generation=number,
                due_at=due,
                stopped_at=stopped,
                margin_seconds=margin,
                is_held=number == 4,
                is_provisional=number == 5,
            )
            for number, (due, stopped, margin) in enumerate(
                (
                    ("", "", 0),
                    ("d", "s", 5),
                    ("d", "s", 0),
                    ("d", "s", -70_000),
                    ("d", "", 9),
                    ("d", "", -9),
                )
            )
        ),
    )

    verified = verify_dossier(dossier_of(cast.alice, request))

    text = read(render_dossier(replace(verified, dossier=dossier)))

    for name in ("no_deadline", "on_time"):
        assert WORDS[language][name] in text
    for name in ("early", "late", "due_in", "overdue"):
        assert WORDS[language][name].split("{")[0] in text
    assert WORDS[language]["held"].split("{", maxsplit=1)[0] in text


def test_both_languages_have_the_same_words() -> None:
    for table in (WORDS, UNITS):
        assert table["en"].keys() == table["zh-Hans"].keys()
    assert len(STEPS["en"]) == len(STEPS["zh-Hans"])
    assert CODES["en"].keys() <= CODES["zh-Hans"].keys()


def test_parts_are_read_back_and_read_in_one_form_only() -> None:
    cast, request = answered()
    dossier = dossier_of(cast.alice, request)
    data = encode_parts(dossier)

    assert parse_parts(data) == dossier
    for bad in (
        b"",
        b"{}",
        b"[]",
        data[:-1],
        data.replace(b"dossier/1", b"dossier/2"),
        data + b" ",
    ):
        with pytest.raises(MalformedDossierError):
            parse_parts(bad)


def dossier_of(node: Node, request: Digest) -> Dossier:
    return make_dossier(
        request, purpose="file", reason=None, language="en", services=node.services
    ).dossier


def other_request(cast: Cast) -> Digest:
    other = cast.alice.send("request", {**REQUEST, "subject": "cyber"}, body=REQUEST_BODY)
    cast.settle()
    return other


def flipped(data: bytes) -> bytes:
    middle = len(data) // 2
    return data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []

    @override
    def handle_data(self, data: str) -> None:
        self.said.append(data)


def read(page: str) -> str:
    """Return what a reader sees, with single spaces."""
    parser = _Text()
    parser.feed(page)
    return " ".join(" ".join(parser.said).split())
