"""What a program asks for under one name is done once, whoever dies in between."""

from dataclasses import replace
from datetime import timedelta
from threading import Barrier, Thread

import pytest

from servanda.core.identifiers import digest_of
from servanda.usecases.people.answer_once import (
    KEPT_FOR,
    PATIENCE,
    Answered,
    AskedJustNowError,
    AskedOtherwiseError,
    Wish,
    answer_once,
)
from servanda.usecases.ports.api_keys import GivenAnswer
from servanda.usecases.services import Services
from tests.usecases.nodes import agreed_cast
from tests.usecases.ports.test_api_key_store_contract import KEY
from tests.usecases.store_samples import NOW

WISH = Wish(key=KEY, name="a-name-of-it", asked=b"POST /requests\n{}", at=NOW)


@pytest.fixture(name="services")
def _services() -> Services:
    return agreed_cast().alice.services


class Act:
    """Counts how often it is done."""

    def __init__(self) -> None:
        self.done = 0

    def __call__(self) -> tuple[int, bytes]:
        self.done += 1
        return 202, f"answer {self.done}".encode()


def test_asked_again_it_is_answered_as_before(services: Services) -> None:
    act = Act()

    first = answer_once(WISH, act, services=services)
    again = answer_once(replace(WISH, at=NOW + timedelta(days=1)), act, services=services)

    assert first == Answered(status=202, body=b"answer 1")
    assert again == replace(first, is_repeated=True)
    assert act.done == 1


def test_another_wish_under_the_name_is_refused(services: Services) -> None:
    act = Act()
    answer_once(WISH, act, services=services)

    with pytest.raises(AskedOtherwiseError):
        answer_once(replace(WISH, asked=b"POST /information\n{}"), act, services=services)
    assert act.done == 1


def test_a_name_is_one_keys(services: Services) -> None:
    act = Act()
    other = replace(WISH, key=replace(KEY, token=digest_of(b"another key")))
    answer_once(WISH, act, services=services)

    assert answer_once(other, act, services=services).body == b"answer 2"
    assert other.ticket != WISH.ticket


def test_what_was_refused_may_be_asked_for_anew(services: Services) -> None:
    def refuse() -> tuple[int, bytes]:
        raise AskedOtherwiseError("as any error")

    with pytest.raises(AskedOtherwiseError):
        answer_once(WISH, refuse, services=services)

    assert answer_once(replace(WISH, asked=b"corrected"), Act(), services=services).status == 202


def test_who_died_in_between_is_taken_over_after_a_while(services: Services) -> None:
    act = Act()
    answer_once(WISH, act, services=services)
    begun = GivenAnswer(name=WISH.digest, asked=digest_of(WISH.asked), begun_at=NOW)
    services.store.finish_answer(begun)  # as if it had not come so far

    with pytest.raises(AskedJustNowError):
        answer_once(replace(WISH, at=NOW + PATIENCE / 2), act, services=services)
    late = answer_once(replace(WISH, at=NOW + PATIENCE), act, services=services)

    assert late.body == b"answer 2"


def test_after_some_days_a_name_is_free_again(services: Services) -> None:
    act = Act()
    answer_once(WISH, act, services=services)

    later = replace(WISH, at=NOW + KEPT_FOR + timedelta(seconds=1), asked=b"another")

    assert answer_once(later, act, services=services).body == b"answer 2"


def test_of_many_at_once_one_does_it(services: Services) -> None:
    act, start = Act(), Barrier(4)
    results: list[object] = []

    def ask() -> None:
        start.wait()
        try:
            results.append(answer_once(WISH, act, services=services).body)
        except AskedJustNowError as error:
            results.append(error.code)

    threads = [Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert act.done == 1
    assert set(results) <= {b"answer 1", "asked-just-now"}
