"""What waits for us is whatever one of our clocks runs on, and nothing else."""

from servanda.core.accords.terms_form import encode_terms
from servanda.core.canonical import JsonObject
from servanda.simulation.years.accord import year_terms
from servanda.usecases.reading.list_waiting import list_waiting
from tests.usecases.nodes import FULFILLED, REQUEST, REQUEST_BODY, Cast, Node, agreed_cast

ASK: JsonObject = {
    "step": "ask",
    "questions": [{"number": 1, "element": "E08", "defect": "unclear", "blocking": True}],
    "tlp": "amber",
}
ANSWER: JsonObject = {
    "step": "answer",
    "answers": [{"number": 1, "result": "supplied"}],
    "tlp": "amber",
}
TEXTS: JsonObject = {"texts": [{"number": 1, "text": "Which account?"}]}
NEWS: JsonObject = {
    "form": "news",
    "subject": "cyber",
    "pieces": 1,
    "use": "investigative",
    "tlp": "amber",
}
NEWS_BODY: JsonObject = {"title": "News", "desk": "A", "file_number": "B-9", "text": "It spreads."}


def cast() -> Cast:
    return agreed_cast(terms=encode_terms(year_terms()))


def waiting(node: Node) -> list[str]:
    return [view.type for view in list_waiting(services=node.services)]


def test_a_request_waits_until_it_is_answered_and_its_answer_until_it_is_judged() -> None:
    world = cast()
    request = world.alice.send("request", REQUEST, body=REQUEST_BODY)
    world.settle()
    before = (waiting(world.alice), waiting(world.bob))
    world.bob.send("response", FULFILLED, body={"text": "x"}, ref=request)
    world.settle()
    answered = (waiting(world.alice), waiting(world.bob))
    judged: JsonObject = {"step": "given", "usefulness": 2, "effects": ["none"], "tlp": "amber"}
    world.alice.send("feedback", judged, body={"text": "Good."}, ref=request)
    world.settle()

    assert before == ([], ["request"])
    assert answered == (["response"], [])
    assert (waiting(world.alice), waiting(world.bob)) == ([], [])


def test_a_blocking_question_waits_for_whom_it_asks_until_it_has_its_answer() -> None:
    world = cast()
    request = world.alice.send("request", REQUEST, body=REQUEST_BODY)
    world.settle()
    world.bob.send("clarification", ASK, body=TEXTS, ref=request)
    world.settle()
    asked = waiting(world.alice)
    world.alice.send("clarification", ANSWER, body=TEXTS, ref=request)
    world.settle()

    assert asked == ["clarification"]
    assert waiting(world.alice) == []
    assert waiting(world.bob) == ["request"]


def test_information_waits_until_it_is_judged_and_a_check_for_nobody() -> None:
    world = cast()
    world.bob.send("information", NEWS, body=NEWS_BODY)
    world.bob.send("check", {"step": "ask"})
    world.settle()

    assert waiting(world.alice) == ["information"]
    assert list_waiting(accord_name="other", services=world.alice.services) == ()
