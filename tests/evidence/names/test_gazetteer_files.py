"""A gazetteer file is read strictly, and a later file adds to an earlier one."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import servanda.data
from servanda.evidence.names.gazetteer import Holder
from servanda.evidence.names.gazetteer_files import parse_gazetteer
from servanda.evidence.names.gazetteer_rows import InvalidGazetteerError
from servanda.evidence.names.mentions import EntityKind
from tests.evidence.names.fictional import GAZETTEER

FOLDER = Path(servanda.data.__file__).parent / "evidence" / "gazetteer"
SHIPPED = [path.read_bytes() for path in sorted(FOLDER.glob("*.toml"))]
STATE = '[[state]]\nname = "Northmark"\nsource = "fictional"\n'


@pytest.mark.parametrize(
    ("text", "line", "expected"),
    [
        ('[[state]]\nname = "Northmark"\n', 1, "source"),
        ('[[state]]\nsource = "x"\nname = 3\n', 3, "text"),
        ('[[state]]\nsource = "x"\nname = " Northmark"\n', 3, "without blanks"),
        ('[[state]]\nsource = "x"\nname = "---"\n', 3, "a letter or digit"),
        (STATE + "seat = true\n", 4, "one of"),
        (STATE + STATE, 4, "once"),
        ('[[planet]]\nname = "x"\nsource = "x"\n', 1, "one of"),
        ('[[place]]\nname = "x"\nsource = "x"\nstate = "Nowhere"\n', 4, "a state that has a row"),
        ('[[place]]\nname = "x"\nsource = "x"\nseat = 1\n', 4, "true or false"),
        ('[[office]]\nname = "x"\nsource = "x"\nbody = "y"\n', 4, "agency or firm"),
        (
            '[[unit]]\nname = "x"\nsource = "x"\naliases = [{ form = "y", said = true }]\n',
            4,
            "text",
        ),
        (
            '[[office]]\nname = "x"\nsource = "x"\nholders = [\n'
            '  { person = "y", from = "2031-01-01", source = "x" },\n]\n',
            5,
            "a day",
        ),
        (
            '[[office]]\nname = "x"\nsource = "x"\nholders = [\n'
            '  { person = "y", from = 2031-02-01, to = 2031-01-01, source = "x" },\n]\n',
            5,
            "not after",
        ),
        ("words = 3\n", 1, "a table"),
        ('[words]\nfamily_names = "Guo"\n', 2, "a list"),
    ],
)
def test_a_fault_is_told_with_file_line_and_what_was_expected(
    text: str, line: int, expected: str
) -> None:
    with pytest.raises(InvalidGazetteerError, match=rf"file 2, line {line}\b.*{expected}"):
        parse_gazetteer([GAZETTEER.replace("Northmark", "Elsewhere").encode(), text.encode()])


@given(st.one_of(st.binary(max_size=60), st.text(max_size=60).map(str.encode)))
def test_any_bytes_are_a_gazetteer_or_an_error_of_ours(content: bytes) -> None:
    with suppress(InvalidGazetteerError):
        parse_gazetteer([content])


def test_a_file_that_is_nested_without_end_is_refused() -> None:
    with pytest.raises(InvalidGazetteerError):
        parse_gazetteer([b"x = " + b"[" * 100_000])


def test_a_later_file_adds_to_a_row_and_takes_nothing_from_it() -> None:
    more = (
        '[[agency]]\nname = "Department of Harbor Safety"\naliases = ["Harbour Office"]\n'
        'source = "fictional, second file"\n'
    )

    both = parse_gazetteer([GAZETTEER.encode(), more.encode()])

    row = both.entities["agency:department of harbor safety"]
    forms = [alias.form for alias in row.aliases]
    assert forms == ["Harbor Safety", "Harbor Safety Department", "NHS", "Harbour Office"]
    assert row.state == "state:northmark"
    assert row.source == "fictional; fictional, second file"


def test_who_is_known_by_an_office_alone_has_a_row_of_the_office_s_source() -> None:
    person = parse_gazetteer([GAZETTEER.encode()]).entities["person:ruth penhale"]

    assert person.kind is EntityKind.PERSON
    assert person.state == "state:northmark"
    assert person.source == "fictional"


def test_other_files_or_another_order_have_another_digest() -> None:
    one, other = GAZETTEER.encode(), b'[words]\nfamily_names = ["Qiu"]\n'
    digests = {parse_gazetteer(files).digest for files in ([one], [one, other], [other, one])}

    assert len(digests) == 3


def test_every_row_of_the_shipped_gazetteer_has_a_source() -> None:
    shipped = parse_gazetteer(SHIPPED)

    assert len(shipped.entities) > 400
    assert all(row.source for row in shipped.entities.values())
    assert all(h.source for row in shipped.entities.values() for h in row.holders)


def test_what_is_only_said_in_the_shipped_gazetteer_names_who_says_it() -> None:
    said = [
        alias
        for row in parse_gazetteer(SHIPPED).entities.values()
        for alias in row.aliases
        if alias.is_said
    ]

    assert {"APT1", "Putter Panda"} <= {alias.form for alias in said}
    assert all(alias.source for alias in said)


def test_terms_of_a_shipped_office_meet_on_a_day_of_change_at_most() -> None:
    for row in parse_gazetteer(SHIPPED).entities.values():
        if "several" not in row.source:
            assert _overlaps(row.holders) == [], row.name


def _overlaps(holders: Sequence[Holder]) -> list[str]:
    found = []
    ordered = sorted(holders, key=lambda h: str(h.days.earliest or ""))
    for earlier, later in pairwise(ordered):
        end, begin = earlier.days.latest, later.days.earliest
        if end is None or (begin is not None and end - begin > timedelta(days=1)):
            found.append(f"{earlier.name}, {later.name}")
    return found
