"""The node's page shows a request with its checklist and the numbers of both sides."""

from dataclasses import replace

from servanda.core.identifiers import Digest
from servanda.interfaces.web.pages.record import StatementRow, read_node_page
from servanda.usecases.reading.show_statement import show_statement
from tests.attacks.stage import attacked
from tests.usecases import nodes
from tests.usecases.nodes import Node, agreed_cast


def row_of(node: Node, leaf: Digest, *, language: str = "en") -> StatementRow:
    (pair,) = read_node_page(node.services, language=language, reads_bodies=True).pairs
    (row,) = [one for one in pair.statements if one.view.leaf == leaf]
    return row


def test_both_sides_see_the_same_checklist_in_their_language() -> None:
    cast = agreed_cast()
    request = cast.alice.send("request", nodes.REQUEST, body=nodes.REQUEST_BODY)
    cast.settle()

    mine, theirs = (row_of(node, request).checklist for node in (cast.alice, cast.bob))
    chinese = row_of(cast.bob, request, language="zh-Hans").checklist

    assert mine == theirs
    assert mine is not None
    assert chinese is not None
    assert mine.problems == []
    assert [rule for rule, _ in mine.set_aside] == ["R10"]
    assert ("E07", "Purpose of the request", "mandatory", "given") in mine.rows
    assert ("E07", "请求的目的", "必填", "已写明") in chinese.rows


def test_the_numbers_of_both_sides_stand_beside_the_request() -> None:
    cast = agreed_cast()
    request = cast.alice.send("request", nodes.REQUEST, body=nodes.REQUEST_BODY)
    cast.settle()
    body = {"desk": "Desk 1", "file_number": "B-9"}
    taken = {"access": "direct", "tlp": "amber"}
    cast.bob.send("acknowledgement", taken, body=body, ref=request)
    cast.settle()

    for node in (cast.alice, cast.bob):
        filed = row_of(node, request).view.filed
        assert [one.file_number for one in filed] == [nodes.REQUEST_BODY["file_number"], "B-9"]


def test_what_is_no_request_has_no_checklist() -> None:
    cast = agreed_cast()
    check = cast.alice.send("check", {"step": "ask"})

    assert row_of(cast.alice, check).checklist is None


def test_why_a_statement_has_no_effect_is_said_in_the_readers_language() -> None:
    attack = attacked()
    attack.bob.say("request", {"n": 1})
    attack.alice.take(attack.bob.envelope())
    services = attack.alice.services
    newest = attack.alice.copied_leaves[-1]

    def shown(language: str) -> str:
        (pair,) = read_node_page(services, language=language, reads_bodies=True).pairs
        (row,) = [one for one in pair.statements if one.view.reason]
        return row.reason

    assert newest.reason
    assert shown("en") == newest.reason
    assert shown("zh-Hans") != newest.reason
    assert "应为" in shown("zh-Hans")
    statement = show_statement(name=newest.leaf_hash.hex(), services=services)
    assert str(statement.fault) == newest.reason


def test_what_needs_a_person_is_said_in_the_readers_language() -> None:
    attack = attacked()
    attack.alice.take(attack.bob.envelope(replace(attack.bob.run(), have=100)))

    (english,), (chinese,) = (
        read_node_page(attack.alice.services, language=language, reads_bodies=True).pairs[0].alarms
        for language in ("en", "zh-Hans")
    )

    assert english.startswith("claims_more: the counterpart says")
    assert "servanda refill" in chinese
    assert "the counterpart" not in chinese
