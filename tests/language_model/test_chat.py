"""The one address that the user named is all that is asked, in bounded time and room."""

import gzip
import os
from dataclasses import replace
from pathlib import Path

import pytest

from servanda.core.errors import ServandaError
from servanda.evidence.proposals.prompt import build_prompts
from servanda.evidence.proposals.proposal import MalformedProposalError
from servanda.language_model.chat import (
    MAX_ANSWER_BYTES,
    ChatModel,
    InvalidModelAddressError,
)
from servanda.usecases.ports.proposals import ModelAnswerError, ModelSilentError
from tests.evidence.proposals.making import article
from tests.language_model.server import Reaction, Reply, choices, own_certificate, serving

(PROMPT,) = build_prompts(article())
KEY = "k-very-secret-4711"


def fixed(reply: Reply) -> Reaction:
    return lambda _body: reply


def test_the_question_is_sent_as_it_is_and_the_text_comes_back() -> None:
    with serving(fixed(Reply(body=choices("{}")))) as heard:
        model = ChatModel(address=heard.address, name="tiny-1", key=KEY)

        text = model.answer(PROMPT)

    assert text == "{}"
    assert heard.paths == ["/v1/chat/completions"]
    (body,) = heard.bodies
    assert [one["content"] for one in body["messages"]] == [PROMPT.instructions, PROMPT.data]
    assert (body["model"], body["temperature"]) == ("tiny-1", 0)
    assert heard.headers[0]["authorization"] == f"Bearer {KEY}"


def test_without_a_key_none_is_sent() -> None:
    with serving(fixed(Reply(body=choices("")))) as heard:
        ChatModel(address=heard.address, name="tiny-1").answer(PROMPT)

    assert "authorization" not in heard.headers[0]


def test_a_redirection_is_not_followed() -> None:
    with serving(fixed(Reply(body=choices("{}")))) as other:
        moved = Reply(status=307, headers=(("location", other.address + "/chat/completions"),))
        with serving(fixed(moved)) as heard, pytest.raises(ModelSilentError, match="redirection"):
            ChatModel(address=heard.address, name="tiny-1", key=KEY).answer(PROMPT)

    assert other.paths == []


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (Reply(status=401), ModelSilentError),
        (Reply(status=500, body=b"x" * 100), ModelSilentError),
        (Reply(body=b""), ModelAnswerError),
        (Reply(body=b"<html>"), ModelAnswerError),
        (Reply(body=b"[" * 200_000), ModelAnswerError),
        (Reply(body=b'{"choices": []}'), ModelAnswerError),
        (Reply(body=b'{"choices": {"0": 1}}'), ModelAnswerError),
        (Reply(body=choices(None)), ModelAnswerError),
        (Reply(body=choices(["x"])), ModelAnswerError),
        (Reply(body=b"\xff\xfe\x00"), ModelAnswerError),
        (Reply(body=b" " * (1 << 16), repeat=(MAX_ANSWER_BYTES >> 16) + 9), ModelAnswerError),
        (
            Reply(body=gzip.compress(bytes(1 << 24)), headers=(("content-encoding", "gzip"),)),
            ModelAnswerError,
        ),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else None,
)
def test_what_is_no_answer_is_an_error_of_its_family_and_shows_no_key(
    reply: Reply, error: type[ServandaError]
) -> None:
    with serving(fixed(reply)) as heard:
        model = ChatModel(address=heard.address, name="tiny-1", key=KEY)

        with pytest.raises(error) as raised:
            model.answer(PROMPT)

    assert KEY not in repr(raised.value) + repr(raised.value.__cause__) + repr(model)


def test_an_answer_that_trickles_without_end_ends_with_the_time() -> None:
    with serving(fixed(Reply(trickle=True))) as heard:
        model = ChatModel(address=heard.address, name="tiny-1", seconds=0.3)

        with pytest.raises(ModelSilentError, match="within"):
            model.answer(PROMPT)


def test_nobody_at_the_address_is_said() -> None:
    with serving(fixed(Reply())) as heard:
        gone = heard.address

    with pytest.raises(ModelSilentError, match="running"):
        ChatModel(address=gone, name="tiny-1", key=KEY).answer(PROMPT)


def test_a_proxy_of_the_environment_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(fixed(Reply(body=choices("{}")))) as proxy:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
            monkeypatch.setitem(os.environ, name, proxy.address)
        with serving(fixed(Reply(body=choices("here")))) as heard:
            assert ChatModel(address=heard.address, name="tiny-1").answer(PROMPT) == "here"

    assert proxy.paths == []


def test_a_certificate_that_nobody_vouches_for_is_not_taken(tmp_path: Path) -> None:
    tls = own_certificate(tmp_path)

    with (
        serving(fixed(Reply(body=choices("{}"))), tls=tls) as heard,
        pytest.raises(ModelSilentError, match="certificate"),
    ):
        ChatModel(address=heard.address, name="tiny-1", key=KEY).answer(PROMPT)

    assert heard.bodies == []


@pytest.mark.parametrize(
    ("address", "is_here"),
    [
        ("http://127.0.0.1:8080/v1", True),
        ("http://[::1]:8080/v1", True),
        ("https://127.0.0.1/v1", True),
        ("https://models.example/v1", False),
        ("https://192.0.2.7/v1", False),
        # What a name means is decided elsewhere.
        ("https://localhost/v1", False),
        ("https://127.0.0.1.models.example/v1", False),
    ],
)
def test_only_a_loopback_number_is_this_machine(address: str, *, is_here: bool) -> None:
    assert ChatModel(address=address, name="tiny-1").is_on_this_machine is is_here


@pytest.mark.parametrize(
    "address",
    [
        "",
        "models.example/v1",
        "ftp://models.example",
        "file:///etc/hosts",
        "http://models.example/v1",
        "http://localhost:8080/v1",
        "http://127.0.0.1@models.example/v1",
        f"https://user:{KEY}@models.example/v1",
        f"https://models.example/v1?key={KEY}",
        f"https://models.example/v1#{KEY}",
        "https://models.example:99999/v1",
        "https://[::1/v1",
    ],
)
def test_an_address_that_would_send_in_clear_or_hold_a_key_is_refused(address: str) -> None:
    with pytest.raises(InvalidModelAddressError) as raised:
        ChatModel(address=address, name="tiny-1")

    assert KEY not in str(raised.value)


@pytest.mark.parametrize("name", ["", "two words", "a\nb", "ü", "x" * 101])
def test_a_name_that_no_rule_could_bear_is_refused(name: str) -> None:
    with pytest.raises(MalformedProposalError):
        ChatModel(address="https://models.example/v1", name=name)


@pytest.mark.parametrize("key", ["two\nlines", "ключ", "x" * 5_000])
def test_a_key_that_no_header_could_bear_is_refused_and_not_shown(key: str) -> None:
    with pytest.raises(InvalidModelAddressError) as raised:
        replace(ChatModel(address="https://models.example/v1", name="tiny-1"), key=key)

    assert key not in str(raised.value)
