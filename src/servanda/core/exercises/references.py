"""What is wrong with the names in a scenario: doubled, unknown, or of nothing to refer to.

Source: docs/spec/exercises.md, "The scenario".
"""

from collections.abc import Collection, Iterator, Mapping, Sequence

from servanda.core.canonical import JsonObject
from servanda.core.exercises.scenario import Inject
from servanda.core.faults import Expected, Fault, Found, expect

REQUEST = "request"


def find_inject_faults(
    rows: Sequence[JsonObject],
    *,
    table: str,
    roles: Sequence[str],
    others: Collection[str],
    said: Collection[str],
) -> Iterator[Fault]:
    """Yield what is wrong with the names and members of injects, or of the moves of a rehearsal.

    Args:
        rows: As written; each fits its form.
        table: How the file names them.
        roles: Those of the scenario.
        others: Names of injects in another file, that these may wait for.
        said: Names of statements beside these, that they may be about.
    """
    ids = {str(row["id"]) for row in rows} | set(others)
    with_statement = {str(row["id"]) for row in rows if "type" in row} | set(said)
    for number, row in enumerate(rows):
        path = f"{table}[{number}]"
        yield from role_fault(row, path=path, roles=roles)
        if ("at" in row) == ("after" in row):
            yield Fault(path, expect(Expected.ONE_GROUP, words=("at", "after")), _given(row))
        if "wait" in row and "after" not in row:
            yield Fault(
                f"{path}.wait", expect(Expected.ONLY_WITH_MEMBER, member="after"), row["wait"]
            )
        for name in ("facts", "body", "about"):
            if name in row and "type" not in row:
                expected = expect(Expected.ONLY_WITH_MEMBER, member="type")
                yield Fault(f"{path}.{name}", expected, row[name])
        if "after" in row and row["after"] not in ids:
            yield Fault(f"{path}.after", expect(Expected.NAMED_THERE, list="inject"), row["after"])
        if "about" in row and row["about"] not in with_statement - {row["id"]}:
            yield Fault(f"{path}.about", expect(Expected.NO_OWN_REF), row["about"])


def find_expectation_faults(
    rows: Sequence[JsonObject], *, roles: Sequence[str], injects: Mapping[str, Inject]
) -> Iterator[Fault]:
    """Yield what is wrong with the names and members of expectations."""
    types: dict[str, str] = {one.id: one.type for one in injects.values()}
    for number, row in enumerate(rows):
        path = f"expect[{number}]"
        yield from role_fault(row, path=path, roles=roles)
        if row["of"] not in types:
            yield Fault(f"{path}.of", expect(Expected.NAMED_BEFORE, list="inject"), row["of"])
        if ("clock" in row) == ("within" in row):
            words = ("clock", "within")
            yield Fault(path, expect(Expected.ONE_GROUP, words=words), Found.OTHERS)
        if "clock" in row and types.get(str(row["of"]), REQUEST) != REQUEST:
            expected = expect(Expected.WITH, member="type", value=REQUEST)
            yield Fault(f"{path}.clock", expected, row["clock"])
        types[str(row["id"])] = str(row["type"])


def find_repeated(rows: Sequence[JsonObject], *, table: str, seen: set[str]) -> Iterator[Fault]:
    """Yield each name that stood before; `seen` takes in those of `rows`."""
    for number, row in enumerate(rows):
        name = str(row["id"])
        if name in seen:
            yield Fault(f"{table}[{number}].id", expect(Expected.EACH_ONCE), name)
        seen.add(name)


def role_fault(row: JsonObject, *, path: str, roles: Sequence[str]) -> Iterator[Fault]:
    """Yield that a role is none of the two, if so."""
    if row["role"] not in roles:
        yield Fault(f"{path}.role", expect(Expected.CODE, words=tuple(roles)), row["role"])


def _given(row: JsonObject) -> object:
    return Found.NOTHING if "at" not in row else ["at", "after"]
