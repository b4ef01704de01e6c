"""The node's page shows a request with its checklist and the numbers of both sides."""

from servanda.core.identifiers import Digest
from servanda.interfaces.web.pages.record import StatementRow, read_node_page
from tests.usecases import nodes
from tests.usecases.nodes import Node, agreed_cast


def row_of(node: Node, leaf: Digest, *, language: str = "en") -> StatementRow:
    (pair,) = read_node_page(node.services, language=language).pairs
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
