"""Every operation of the interface for programs stands for a verb, so that none is open."""

from servanda.core.people.operation_table import OPERATION_TABLE
from servanda.core.people.page_table import row_at_the_desk
from servanda.core.people.roles import Access, Role
from servanda.interfaces.api.description import describe
from servanda.interfaces.api.door import Door
from servanda.interfaces.api.service import routes, service
from tests.house.places import ROOT

REFERENCE = ROOT / "docs" / "reference" / "api.md"
READING = {Access.METADATA, Access.SEALED, Access.EXPORT}


def operations() -> dict[str, dict[str, object]]:
    """Return every operation of the description by its name, with path and method."""
    return {
        str(one["operationId"]): {**one, "path": path, "method": method}
        for path, methods in describe(service)["paths"].items()
        for method, one in methods.items()
    }


def test_every_operation_stands_in_the_table_and_nothing_else_does() -> None:
    assert operations().keys() == OPERATION_TABLE.keys()


def test_before_every_operation_stands_a_door_of_its_own() -> None:
    for router in service._get_bound_routers():
        for path, view in router.path_operations.items():
            for one in view.operations:
                (door,) = one.auth_callbacks
                assert isinstance(door, Door), path
                assert door.operation == one.operation_id


def test_every_route_has_the_frame_that_tells_problems() -> None:
    assert all(getattr(one.callback, "csrf_exempt", False) for one in routes())


def test_every_verb_that_an_operation_stands_for_has_its_row() -> None:
    for name, one in OPERATION_TABLE.items():
        for verb in (one.verb, one.sealed):
            assert not verb or row_at_the_desk(verb) is not None, name


def test_no_operation_shows_words_of_bodies_to_an_administrator() -> None:
    for name, one in OPERATION_TABLE.items():
        row, sealed = row_at_the_desk(one.verb), row_at_the_desk(one.sealed)
        assert row is not None
        assert row.access is Access.METADATA or Role.ADMINISTRATOR not in row.roles, name
        assert sealed is None or Role.ADMINISTRATOR not in sealed.roles, name


def test_what_reads_is_a_get_and_what_writes_is_not() -> None:
    for name, one in operations().items():
        row = row_at_the_desk(OPERATION_TABLE[name].verb)
        assert row is not None
        assert (one["method"] == "get") == (row.access in READING), name
        assert (one["method"] == "get") != OPERATION_TABLE[name].writes, name


def test_the_reference_has_a_row_for_every_operation() -> None:
    page = REFERENCE.read_text(encoding="utf-8")

    for name, one in operations().items():
        path = str(one["path"]).removeprefix("/api/v1/")
        row = next((row for row in page.splitlines() if row.startswith(f"| `{name}` |")), "")
        verbs = [
            verb for verb in (OPERATION_TABLE[name].verb, OPERATION_TABLE[name].sealed) if verb
        ]
        assert f"`{str(one['method']).upper()} {path}`" in row, name
        assert ", ".join(f"`{verb}`" for verb in verbs) in row, name
        assert row.endswith("| yes |") == OPERATION_TABLE[name].writes, name
