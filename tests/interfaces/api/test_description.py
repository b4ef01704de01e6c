"""The description is the one that is committed, and says what may happen on every operation."""

from typing import Any

from servanda.interfaces.api.description import describe, written
from servanda.interfaces.api.service import service
from tests.house.places import ROOT
from tests.interfaces.api.programs import Program, program_of, told
from tests.usecases.people.desk import PeopledDesk

COMMITTED = ROOT / "docs" / "reference" / "openapi.json"
REMAKE = "PYTHONPATH=src python -m servanda.interfaces.api > docs/reference/openapi.json"


def operations() -> list[dict[str, Any]]:
    return [one for methods in describe(service)["paths"].values() for one in methods.values()]


def test_the_committed_description_is_that_of_the_operations() -> None:
    assert COMMITTED.read_bytes() == written(describe(service)), f"make it anew: {REMAKE}"


def test_every_operation_tells_every_problem_in_the_one_form() -> None:
    form = {"schema": {"$ref": "#/components/schemas/Problem"}}
    for one in operations():
        refusals = {
            status: answer["content"]
            for status, answer in one["responses"].items()
            if int(status) >= 400
        }
        assert {"400", "401", "403", "404", "409", "422", "429", "500", "503"} <= set(refusals)
        assert all(content == {"application/problem+json": form} for content in refusals.values())


def test_no_whole_number_is_without_bounds() -> None:
    unbounded = [
        (place, schema)
        for place, schema in schemas(describe(service), "")
        if schema.get("type") == "integer"
        and not {"minimum", "maximum"} <= schema.keys()
        and "const" not in schema
    ]

    assert unbounded == []


def test_who_has_no_key_is_not_told_what_there_is(desk: PeopledDesk) -> None:
    nobody = Program("servanda_" + "A" * 43)

    assert nobody.get("/openapi.json").status_code == 401
    assert told(program_of(desk, "emil").get("/openapi.json"))["openapi"] == "3.1.0"


def schemas(value: Any, place: str) -> list[tuple[str, dict[str, Any]]]:  # noqa: ANN401 - JSON
    """Return every part of a document that is an object, with where it stands."""
    if isinstance(value, dict):
        found = [(place, value)]
        return found + [
            one for name, part in value.items() for one in schemas(part, f"{place}.{name}")
        ]
    if isinstance(value, list):
        return [
            one for number, part in enumerate(value) for one in schemas(part, f"{place}.{number}")
        ]
    return []
