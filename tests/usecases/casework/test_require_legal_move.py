import pytest

from servanda.core.canonical import JsonObject
from servanda.core.identifiers import Digest
from servanda.interfaces.fault_texts import error_text
from servanda.usecases.casework.require_legal_move import IllegalMoveError
from servanda.usecases.exchange.queue_statement import queue_statement
from tests.usecases.nodes import FULFILLED, REQUEST, REQUEST_BODY, Cast, agreed_cast

TEXT: JsonObject = {"text": "See above."}


def status(step: str) -> JsonObject:
    return {"step": step, "tlp": "amber"}


def asked(cast: Cast) -> Digest:
    leaf = cast.alice.send("request", REQUEST, body=REQUEST_BODY)
    cast.settle()
    return leaf


def test_a_move_that_is_illegal_now_is_refused_with_the_legal_ones_named() -> None:
    cast = agreed_cast()
    leaf = asked(cast)

    with pytest.raises(IllegalMoveError) as refused:
        cast.bob.send("status", status("resumed"), body=TEXT, ref=leaf)

    assert (refused.value.event, refused.value.state) == ("status.resumed", "delivered")
    assert "acknowledgement" in refused.value.legal
    assert "withdrawal" not in refused.value.legal
    assert "in the state delivered, found 'status.resumed'" in str(refused.value)
    assert "\u72b6\u6001" in error_text(refused.value, language="zh-Hans")


def test_nobody_moves_for_the_other_side() -> None:
    cast = agreed_cast()
    leaf = asked(cast)

    with pytest.raises(IllegalMoveError) as refused:
        cast.alice.send("response", FULFILLED, body=TEXT, ref=leaf)

    assert "withdrawal" in refused.value.legal


def test_what_we_said_and_is_on_its_way_counts_as_said() -> None:
    cast = agreed_cast()
    leaf = asked(cast)
    cast.cut_lines()
    postponed: JsonObject = {
        **status("postponed"),
        "ground": "national_security",
        "until": "2026-06-01T00:00:00Z",
    }
    cast.bob.send("status", postponed, body=TEXT, ref=leaf)

    cast.bob.send("status", status("resumed"), body=TEXT, ref=leaf)

    with pytest.raises(IllegalMoveError):
        cast.bob.send("status", status("resumed"), body=TEXT, ref=leaf)


def test_what_waits_in_the_queue_counts_too() -> None:
    cast = agreed_cast()
    leaf = asked(cast)
    withdrawal: JsonObject = {"reason": "other", "tlp": "amber"}
    services = cast.alice.services
    queue_statement(type="withdrawal", facts=withdrawal, ref=leaf, services=services)

    with pytest.raises(IllegalMoveError) as refused:
        queue_statement(type="withdrawal", facts=withdrawal, ref=leaf, services=services)

    assert refused.value.state == "withdrawn"
    assert refused.value.legal == ()


def test_a_request_that_is_not_receipted_yet_can_be_withdrawn() -> None:
    cast = agreed_cast()
    cast.cut_lines()
    leaf = cast.alice.send("request", REQUEST, body=REQUEST_BODY)

    cast.alice.send("withdrawal", {"reason": "other", "tlp": "amber"}, ref=leaf)


def test_a_missing_condition_is_told_apart_from_a_wrong_state() -> None:
    cast = agreed_cast()
    leaf = asked(cast)
    cast.bob.send("response", FULFILLED, body=TEXT, ref=leaf)
    cast.settle()
    cast.wait(days=91)

    with pytest.raises(IllegalMoveError) as refused:
        cast.alice.send("status", status("reopened"), body=TEXT, ref=leaf)

    assert refused.value.is_condition
