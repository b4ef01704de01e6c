"""A scenario is read whole, and what is wrong with one is said with its file and line."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.core.exercises.read_scenario import (
    ScenarioError,
    lint_scenario,
    read_rehearsal,
    read_scenario,
)
from tests.core.exercises.scripts import SCENARIO, TEXT, changed, content, line_of

MOVE = '[[move]]\nid = "{id}"\nrole = "asked"\n{rest}\n'


def test_a_scenario_is_read_whole() -> None:
    scenario = read_scenario(content())

    assert scenario.lasts == timedelta(hours=48)
    assert scenario.roles == ("asking", "asked")
    assert [one.id for one in scenario.injects] == ["told", "check", "later"]
    assert scenario.injects[2].after == "check"
    assert scenario.injects[2].wait == timedelta(hours=2)
    assert scenario.items == ("form",)
    assert scenario.words("told") == {"en": "Words of told.", "zh-Hans": "Words of told."}


def test_injects_that_wait_for_each_other_are_a_ring_and_both_lines_are_named() -> None:
    files = changed('at = "0:00"', 'after = "later"')
    files = {
        **files,
        "scenario.toml": files["scenario.toml"].replace(b'at = "1:00"', b'after = "told"'),
    }

    faults = lint_scenario(files)

    assert [fault.line for fault in faults] == [9, 14, 21]
    assert str(faults[0].fault) == (
        "inject[0].after: expected injects that do not wait for each other in a ring "
        "(told, later, check, told), found 'later'"
    )


def test_an_inject_that_waits_for_itself_is_a_ring() -> None:
    (fault,) = lint_scenario(changed('after = "check"', 'after = "later"'))

    assert "(later, later)" in str(fault.fault)
    assert fault.line == line_of('after = "check"')


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('at = "1:00"', 'at = "-1:00"', "hours:minutes, such as 2:30, found '-1:00'"),
        ('at = "1:00"', 'at = "1:60"', "hours:minutes, such as 2:30, found '1:60'"),
        ('at = "1:00"', "at = -60", "hours:minutes, such as 2:30, found -60"),
        ('at = "1:00"', 'at = "tomorrow"', "hours:minutes, such as 2:30, found 'tomorrow'"),
        ('at = "1:00"', 'at = "49:00"', "48:00 at most, when the exercise ends, found '49:00'"),
        ('wait = "2:00"', 'wait = "48:00"', "48:00 at most, when the exercise ends"),
        ('at = "0:00"', 'at = "3:00"', "3:00 or later, for injects stand in the order"),
        ('lasts = "48:00"', 'lasts = "two days"', "hours:minutes"),
        ('within = "0:15"', "within = 15", "hours:minutes, such as 2:30, found 15"),
    ],
)
def test_a_wrong_time_is_named_with_its_line(old: str, new: str, words: str) -> None:
    (fault,) = lint_scenario(changed(old, new))

    assert words in str(fault.fault)
    assert fault.file == "scenario.toml"
    later = 'at = "1:00"' if "or later" in words else old
    assert fault.line == line_of(later)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('id = "told"\nrole = "asking"', 'id = "told"\nrole = "press"', "one of asking, asked"),
        ('of = "request"', 'of = "nothing"', "a name that stands before it under inject"),
        ('after = "check"', 'after = "nothing"', "a name that stands under inject"),
        ('id = "later"', 'id = "told"', "each one once"),
        ('id = "answer"', 'id = "check"', "each one once"),
        ('at = "0:00"', 'at = "0:00"\nafter = "check"', "exactly one of at, after"),
        ('at = "0:00"', 'at = "0:00"\nwait = "1:00"', "only with after"),
        ('at = "0:00"', 'at = "0:00"\nbody = {}', "only with type"),
        ('at = "1:00"', 'at = "1:00"\nabout = "told"', "something that stands before it"),
        ('clock = "answer"', "", "exactly one of clock, within"),
        ('within = "0:15"', 'clock = "answer"', "with type request"),
        ('step = "ask"', 'step = "shout"', "one of answer, ask"),
        ('type = "response"', 'type = "proposal"', "one of "),
        ('roles = ["asking", "asked"]', 'roles = ["asking"]', "a list of 2 to 2"),
        ('template = "us-china-2015"', 'temlate = "us-china-2015"', "no such member"),
        ('v = "servanda-scenario/1"', 'v = "2"', "one of servanda-scenario/1"),
    ],
)
def test_what_does_not_fit_is_named(old: str, new: str, words: str) -> None:
    faults = lint_scenario(changed(old, new))

    assert any(words in str(fault.fault) for fault in faults), faults
    with pytest.raises(ScenarioError, match=r"scenario.toml:[0-9]+"):
        read_scenario(changed(old, new))


def test_a_request_without_its_body_is_named() -> None:
    told = 'id = "told"\nrole = "asking"\nat = "0:00"\n'

    faults = lint_scenario(changed(told, f'{told}type = "request"\nfacts = {{}}\n'))

    assert "inject[0].body" in [fault.fault.path for fault in faults]


def test_words_that_are_missing_in_one_language_are_named_with_their_line() -> None:
    chinese = TEXT.replace("## later\n\nWords of later.\n\n", "")

    faults = lint_scenario({**content(), "text.zh-Hans.md": chinese.encode()})

    assert faults[0].file == "text.zh-Hans.md"
    assert "a heading ## later" in str(faults[0].fault)


@pytest.mark.parametrize("missing", ["scenario.toml", "text.en.md", "text.zh-Hans.md"])
def test_a_file_that_is_not_there_is_named(missing: str) -> None:
    files = content()
    del files[missing]

    assert [fault.file for fault in lint_scenario(files)] == [missing]


def test_a_text_that_is_no_toml_is_named_with_its_line() -> None:
    (fault,) = lint_scenario(content(SCENARIO.replace('at = "1:00"', "at = ")))

    assert fault.line == line_of('at = "1:00"')
    assert "expected TOML" in str(fault.fault)


def test_a_rehearsal_may_wait_for_injects_and_for_its_own_moves() -> None:
    rest = 'type = "check"\nfacts = { step = "answer" }\nabout = "check"'
    first = MOVE.format(id="first", rest=f'after = "check"\n{rest}')
    second = MOVE.format(id="second", rest=f'after = "first"\nwait = "0:10"\n{rest}')
    files = content(**{"rehearsal.toml": first + second})

    moves = read_rehearsal(files, read_scenario(files))

    assert [one.after for one in moves] == ["check", "first"]


@pytest.mark.parametrize(
    "rest",
    [
        'after = "ring"\ntype = "check"\nfacts = { step = "ask" }',
        'after = "nobody"\ntype = "check"\nfacts = { step = "ask" }',
        'at = "99:00"\ntype = "check"\nfacts = { step = "ask" }',
        'at = "1:00"',
    ],
)
def test_a_rehearsal_is_checked_too(rest: str) -> None:
    files = content(**{"rehearsal.toml": MOVE.format(id="ring", rest=rest)})

    faults = lint_scenario(files)

    assert [fault.file for fault in faults] == ["rehearsal.toml"]


@given(st.binary(max_size=200))
def test_any_bytes_are_a_scenario_or_a_fault(data: bytes) -> None:
    assert lint_scenario({**content(), "scenario.toml": data})


@given(st.integers(0, len(SCENARIO) - 1), st.sampled_from('"[]{}=\n\\#x0'))
def test_a_scenario_with_any_one_sign_changed_is_read_or_named(place: int, sign: str) -> None:
    files = content(SCENARIO[:place] + sign + SCENARIO[place + 1 :])

    if not lint_scenario(files):
        read_scenario(files)
