from contextlib import nullcontext, suppress
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.core import canonical
from servanda.core.canonical import JsonObject, JsonValue
from servanda.core.identifiers import digest_of
from servanda.core.statements.body import (
    MAX_BODY_BYTES,
    SALT_BYTES,
    AttachedFile,
    Body,
    MalformedBodyError,
    body_digest,
    encode_body,
    parse_body,
)
from servanda.core.statements.registry import STATEMENT_TYPES
from tests import strategies
from tests.samples import EARLIER_LEAF, SAMPLES

RESPONSE = STATEMENT_TYPES["response"]
FACTS = SAMPLES["response"].facts
MEMBERS = SAMPLES["response"].body or {}
FILE = AttachedFile(
    identity="AGE-SECRET-KEY-1" + "Q" * 58,
    media="text/csv",
    name="a.csv",
    plain=digest_of(b"plain"),
    size=9,
)


def entry(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - of any shape, to be refused
    good = {
        "identity": FILE.identity,
        "media": FILE.media,
        "name": FILE.name,
        "plain": FILE.plain,
        "size": FILE.size,
    }
    return {**good, **changes}


def test_the_digest_is_over_salt_and_then_body() -> None:
    salt = bytes(SALT_BYTES)

    assert body_digest(salt, b"body") == digest_of(salt + b"body")


def test_a_body_with_files_comes_back_unchanged() -> None:
    body = Body(members=MEMBERS, files=(FILE,))

    parsed = parse_body(
        encode_body(body), statement_type=RESPONSE, facts=FACTS, attachments=(EARLIER_LEAF,)
    )

    assert parsed == body


@pytest.mark.parametrize(
    ("tlp", "use"), [("red", None), (None, "evidential"), ("clear", "investigative")]
)
def test_a_file_may_have_a_marking_of_its_own(tlp: str | None, use: str | None) -> None:
    codes = None if use is None else ("as_stated", "no_onward")
    own = replace(FILE, tlp=tlp, use=use, handling=codes, pap=None if tlp is None else "red")
    body = Body(members=MEMBERS, files=(own, FILE))

    data = encode_body(body)
    attachments = (EARLIER_LEAF, EARLIER_LEAF)
    parsed = parse_body(data, statement_type=RESPONSE, facts=FACTS, attachments=attachments)

    assert parsed == body
    assert (parsed.files[1].tlp, parsed.files[1].use) == (None, None)
    assert b"null" not in data


@pytest.mark.parametrize("attachments", [(), (EARLIER_LEAF, EARLIER_LEAF)])
def test_each_attachment_has_one_entry_in_the_body(attachments: tuple[Any, ...]) -> None:
    data = encode_body(Body(members=MEMBERS, files=(FILE,)))

    with pytest.raises(MalformedBodyError, match="files: expected"):
        parse_body(data, statement_type=RESPONSE, facts=FACTS, attachments=attachments)


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "../../etc/passwd"},
        {"name": ".."},
        {"name": "a\\b"},
        {"name": ""},
        {"name": "a\x00b"},
        {"media": "text"},
        {"media": "Text/CSV"},
        {"identity": "AGE-SECRET-KEY-1" + "B" * 58},
        {"identity": "age1" + "q" * 58},
        {"plain": "x"},
        {"size": 0},
        {"size": "9"},
        {"extra": 1},
        {"tlp": "blue"},
        {"tlp": "RED"},
        {"tlp": None},
        {"tlp": ["red"]},
        {"use": "any"},
        {"use": ""},
        {"use": 1},
        {"handling": []},
        {"handling": ["secret"]},
        {"handling": ["no_onward", "as_stated"]},
        {"handling": ["no_onward", "no_onward"]},
        {"handling": "no_onward"},
        {"pap": "blue"},
        {"pap": "amber_strict"},
    ],
)
def test_a_file_entry_that_could_mislead_its_reader_is_refused(changes: dict[str, Any]) -> None:
    data = canonical.encode({**MEMBERS, "files": [entry(**changes)]})

    with pytest.raises(MalformedBodyError):
        parse_body(data, statement_type=RESPONSE, facts=FACTS, attachments=(EARLIER_LEAF,))


def test_a_message_about_a_file_entry_does_not_repeat_its_secret() -> None:
    secret = "AGE-SECRET-KEY-1" + "Q" * 57
    data = canonical.encode({**MEMBERS, "files": [entry(identity=secret, size=0)]})

    with pytest.raises(MalformedBodyError) as caught:
        parse_body(data, statement_type=RESPONSE, facts=FACTS, attachments=(EARLIER_LEAF,))

    assert secret not in str(caught.value)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b'{"text": "x"}',
        b'{"text":""}',
        b'{"text":"x","unknown":1}',
        b'{"text":"\\u0007"}',
    ],
)
def test_a_body_that_does_not_fit_its_type_is_refused(data: bytes) -> None:
    with pytest.raises(MalformedBodyError):
        parse_body(data, statement_type=RESPONSE, facts=FACTS, attachments=())


def test_a_body_over_the_limit_is_refused_before_it_is_read() -> None:
    with pytest.raises(MalformedBodyError, match="at most"):
        parse_body(
            b" " * (MAX_BODY_BYTES + 1), statement_type=RESPONSE, facts=FACTS, attachments=()
        )


@given(
    st.binary(max_size=60) | strategies.json_objects.map(canonical.encode),
    st.sampled_from([name for name, known in STATEMENT_TYPES.items() if known.has_body]),
)
def test_any_bytes_give_a_body_or_an_error_of_ours(data: bytes, name: str) -> None:
    with suppress(MalformedBodyError):
        parse_body(
            data, statement_type=STATEMENT_TYPES[name], facts=SAMPLES[name].facts, attachments=()
        )


@pytest.mark.parametrize("numbers", [[1], [2, 1], [1, 2, 3], [1, 3], [1, 1]])
def test_questions_and_their_texts_have_the_same_numbers(numbers: list[int]) -> None:
    texts: JsonObject = {"texts": [{"number": number, "text": "Who?"} for number in numbers]}

    with pytest.raises(MalformedBodyError, match=r"texts: expected one for each of the numbers"):
        parsed_of("clarification", SAMPLES["clarification"].facts, texts)


def test_answers_and_their_texts_have_the_same_numbers() -> None:
    answered: JsonObject = {
        "answers": [{"number": 7, "result": "supplied"}],
        "step": "answer",
        "tlp": "red",
    }

    for number, fits in ((7, True), (8, False)):
        with nullcontext() if fits else pytest.raises(MalformedBodyError, match="texts"):
            parsed_of("clarification", answered, {"texts": [{"number": number, "text": "Bob"}]})


def test_who_contests_the_urgency_gives_a_reason() -> None:
    facts = {**SAMPLES["acknowledgement"].facts, "contests": "routine"}
    body = SAMPLES["acknowledgement"].body or {}

    parsed_of("acknowledgement", facts, {**body, "text": "Nothing will be lost before May."})
    with pytest.raises(MalformedBodyError, match="text: expected the reason with contests"):
        parsed_of("acknowledgement", facts, body)


@pytest.mark.parametrize("name", [name for name, known in STATEMENT_TYPES.items() if known.body])
@given(data=st.data(), value=strategies.json_values)
def test_any_value_in_a_member_of_the_body_fits_or_gives_our_own_error(
    name: str, data: st.DataObject, value: JsonValue
) -> None:
    body = SAMPLES[name].body or {}
    member = data.draw(st.sampled_from([*sorted(body), "unknown"]))

    with suppress(MalformedBodyError):
        parsed_of(name, SAMPLES[name].facts, {**body, member: value})


def parsed_of(name: str, facts: JsonObject, members: JsonObject) -> Body:
    return parse_body(
        canonical.encode(members),
        statement_type=STATEMENT_TYPES[name],
        facts=facts,
        attachments=(),
    )
