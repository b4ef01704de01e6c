"""An auditor holds a bundle, and wants to read more than it was given for."""

import json

import pytest

from servanda.core.errors import CounterpartError
from servanda.core.identifiers import digest_from_hash
from servanda.core.statements.registry import STATEMENT_TYPES
from servanda.core.statements.schema import check_closed
from servanda.core.verifier.wrong import BundleError
from servanda.simulation.accord import REQUEST_BODY
from tests.attacks.stage import attacked, bundle_of, cut_now, verify


def test_a_bundle_has_no_body_that_was_not_disclosed() -> None:
    attack = attacked()
    attack.asks()
    cut_now(attack)

    files = bundle_of(attack.alice)

    everything = b"\n".join(files.values())
    for text in (REQUEST_BODY["title"], REQUEST_BODY["brief_facts"], "192.0.2.1"):
        assert str(text).encode() not in everything


def test_what_stands_in_clear_is_codes_alone() -> None:
    for statement_type in STATEMENT_TYPES.values():
        check_closed(statement_type.facts)


def test_a_withheld_leaf_is_not_in_the_bundle_and_its_place_is_still_proved() -> None:
    attack = attacked()
    withheld = digest_from_hash(attack.bob.say("check", {"step": "ask"}))
    attack.send()
    note = attack.copied().note
    cut_now(attack)

    files = bundle_of(attack.alice, withhold=(withheld,))
    verification = verify(files, attack.alice)

    assert all(note not in content for content in files.values())
    assert verification.statements > 0
    assert verification.unchecked


def test_a_guessed_body_cannot_be_confirmed_without_its_salt() -> None:
    first, second = attacked(), attacked()
    for attack in (first, second):
        attack.asks()
    second.asks()  # the very same request once more, under another salt

    bodies = [
        json.loads(leaf.note.split(b"\n")[0])["body"]
        for leaf in second.alice.own_leaves
        if leaf.type == "request"
    ]

    assert len(set(bodies)) == len(bodies) == 2


def test_a_bundle_with_a_file_too_many_is_refused() -> None:
    attack = attacked()
    cut_now(attack)
    files = bundle_of(attack.alice)

    with pytest.raises((BundleError, CounterpartError)):
        verify(files | {"extra.txt": b"see also"}, attack.alice)
