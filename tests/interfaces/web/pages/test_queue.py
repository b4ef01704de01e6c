from servanda.core.canonical import JsonObject
from servanda.interfaces.web.pages.queue import queue_rows
from servanda.usecases.casework.show_queue import Queue, show_queue
from tests.usecases.nodes import REQUEST, REQUEST_BODY, Cast, agreed_cast

ANOTHER: JsonObject = {**REQUEST_BODY, "file_number": "A-2", "title": "Another account"}


def asked(cast: Cast, body: JsonObject) -> str:
    leaf = cast.alice.send("request", REQUEST, body=body)
    cast.settle()
    return leaf


def queue(cast: Cast) -> Queue:
    return show_queue(services=cast.bob.services)


def test_the_request_that_is_due_first_stands_on_top_with_its_clock_in_words() -> None:
    cast = agreed_cast()
    first = asked(cast, REQUEST_BODY)
    cast.wait(days=3)
    second = asked(cast, ANOTHER)

    rows = queue_rows(queue(cast), language="en")

    assert [row.leaf for row in rows] == [first, second]
    assert rows[0].clock.startswith("answer: running: due in ")
    assert (rows[0].is_our_turn, rows[0].is_overdue) == (True, False)


def test_an_overdue_request_says_so_in_both_languages() -> None:
    cast = agreed_cast()
    asked(cast, REQUEST_BODY)
    cast.wait(days=40)

    (english,) = queue_rows(queue(cast), language="en")
    (chinese,) = queue_rows(queue(cast), language="zh-Hans")

    assert english.is_overdue
    assert "overdue by" in english.clock
    assert "\u5df2\u903e\u671f" in chinese.clock


def test_an_answered_request_leaves_the_queue() -> None:
    cast = agreed_cast()
    leaf = asked(cast, REQUEST_BODY)
    answer: JsonObject = {
        "step": "final",
        "outcome": "nil_return",
        "items": ["nil"],
        "tlp": "amber",
    }
    (row,) = queue_rows(queue(cast), language="en")
    assert row.leaf == leaf
    cast.bob.send("response", answer, body={"text": "Nothing is held."}, ref=row.leaf)
    cast.settle()

    assert list(queue_rows(queue(cast), language="en")) == []
