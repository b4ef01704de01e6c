"""The same meaning in other bytes: exact bytes are kept, and only one form is taken."""

from collections.abc import Callable

import pytest

from servanda.core.statements.header import encode_header
from servanda.core.tlog.hashing import leaf_hash
from tests.attacks.stage import Attacked, attacked

TRICKS: dict[str, Callable[[bytes], bytes]] = {
    "a space": lambda text: text.replace(b'":', b'": ', 1),
    "another order": lambda text: (
        b'{"v":"servanda/1",' + text[1:].replace(b',"v":"servanda/1"', b"")
    ),
    "a member twice": lambda text: text.replace(b'"seq":', b'"seq":0,"seq":', 1),
    "a float": lambda text: text.replace(b'"seq":2', b'"seq":2.0', 1),
    "a number with an exponent": lambda text: text.replace(b'"seq":2', b'"seq":2e0', 1),
    "an escaped letter": lambda text: text.replace(b'"check"', b'"\\u0063heck"', 1),
    "an upper-case hash": lambda text: text.replace(b'"prev":"sha256:', b'"prev":"SHA256:', 1),
    "a key that is not ASCII": lambda text: text.replace(b'"accord"', '"accorď"'.encode(), 1),
    "a byte-order mark": lambda text: "\ufeff".encode() + text,
    "a second line": lambda text: text + b"{}\n",
    "a carriage return": lambda text: text[:-1] + b"\r\n",
    "null for an absent member": lambda text: text.replace(b'"seen"', b'"ref":null,"seen"', 1),
    "a time with fractions": lambda text: text.replace(b'Z"', b'.0Z"', 1),
    "a time of another zone": lambda text: text.replace(b'Z"', b'+00:00"', 1),
}


@pytest.mark.parametrize("trick", TRICKS)
def test_a_leaf_in_another_form_is_copied_as_it_is_and_has_no_effect(trick: str) -> None:
    attack = attacked()
    plain = encode_header(attack.bob.draft("check", {"step": "ask"}))
    tricked = TRICKS[trick](plain)
    assert tricked != plain

    hashed = append(attack, tricked)

    assert attack.copied().leaf_hash == hashed
    assert attack.copied().verdict == "invalid"
    assert leaf_hash(attack.copied().note) == hashed
    assert [leaf.type for leaf in attack.alice.own_leaves][-2:] == ["receipt", "refusal"]


def test_the_plain_form_is_taken() -> None:
    attack = attacked()

    append(attack, encode_header(attack.bob.draft("check", {"step": "ask"})))

    assert attack.copied().verdict == "valid"


def test_an_unknown_optional_member_is_kept_and_covered_by_the_signature() -> None:
    attack = attacked()
    text = encode_header(attack.bob.draft("check", {"step": "ask"}))

    append(attack, text.replace(b',"v":', b',"urgency_hint":1,"v":', 1))

    assert attack.copied().verdict == "valid"
    assert b"urgency_hint" in attack.copied().note


def append(attack: Attacked, text: bytes) -> bytes:
    """Let Bob sign `text`, whatever it is, and Alice take it."""
    hashed = attack.bob.append_text(text)
    attack.send()
    return hashed
