"""Write vectors/statements/*.json: good and bad headers and bodies of each statement type.

Run from the root of the project: `python vectors/make_statements.py`, with `src` and the root
on the path. Nothing in it is random, so a run changes nothing.

What the members mean is said in vectors/statements/README.md.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from servanda.core import canonical
from servanda.core.canonical import JsonObject
from servanda.core.statements.header import encode_header
from servanda.core.statements.registry import STATEMENT_TYPES
from servanda.core.statements.types import StatementType
from tests.samples import EARLIER_LEAF, SAMPLES, SOME_BODY, sample_header
from vectors.bad_statements import (
    BAD_BODIES,
    BAD_FACTS,
    BAD_FILES,
    BAD_LINES,
    FILE,
    GOOD_FILES,
    NEEDED,
    NEEDED_WITH,
)

FOLDER = Path(__file__).parent / "statements"

Case = dict[str, str]

OK = "ok"
BAD_HEADER = "malformed-header"
BAD_SCHEMA = "schema"
BAD_BODY = "malformed-body"


def file_cases() -> Iterator[Case]:
    """Yield responses with one attachment, good and bad by what the body says of it."""
    value = {**json.loads(encode_header(sample_header("response"))), "att": [EARLIER_LEAF]}
    body = SAMPLES["response"].body or {}
    for expected, cases in ((OK, GOOD_FILES), (BAD_BODY, BAD_FILES)):
        for title, changes in cases.items():
            yield header_case(title, value, expected) | {
                "body": text_of({**body, "files": [{**FILE, **changes}]})
            }
    yield header_case("an attachment of which the body says nothing", value, BAD_BODY) | {
        "body": text_of(body)
    }


def handling_cases(value: Mapping[str, Any], known: StatementType) -> Iterator[Case]:
    """Yield the good header with all that its author may demand beside the marking."""
    if "handling" in known.facts.optional:
        demands = {"handling": ["as_stated", "originator_control"], "pap": "red"}
        facts = {**value["facts"], **demands}
        yield header_case("good, with handling codes and a PAP", {**value, "facts": facts}, OK)


def type_cases(name: str) -> Iterator[Case]:
    """Yield the good statement of a type, and the bad ones."""
    good = sample_header(name)
    body = SAMPLES[name].body
    known = STATEMENT_TYPES[name]
    value = json.loads(encode_header(good))
    if body is None or known.body is None:
        yield header_case("good", value, OK)
    else:
        yield header_case("good", value, OK) | {"body": text_of(body)}
        yield header_case("an unknown member in the body", value, BAD_BODY) | {
            "body": text_of({**body, "unknown": 1})
        }
        for title, changes in BAD_BODIES.get(name, {}).items():
            yield header_case(title, value, BAD_BODY) | {"body": text_of({**body, **changes})}
    for title, changes in BAD_FACTS[name].items():
        yield header_case(title, {**value, "facts": {**good.facts, **changes}}, BAD_SCHEMA)
    yield from handling_cases(value, known)
    unknown = {**good.facts, "unknown": "x"}
    yield header_case("an unknown member", {**value, "facts": unknown}, BAD_SCHEMA)
    if known.ref_required:
        yield header_case("no ref", without(value, "ref"), BAD_SCHEMA)
    if not known.answers:
        yield header_case("a ref", {**value, "ref": EARLIER_LEAF}, BAD_SCHEMA)
    if name in NEEDED:
        needed = NEEDED[name]
        yield header_case(f"no {needed} at this step", without(value, needed), BAD_SCHEMA)
    if name in NEEDED_WITH:
        title, changes, needed = NEEDED_WITH[name]
        changed = {**value, "facts": {**good.facts, **changes}}
        yield header_case(title, without(changed, needed), BAD_SCHEMA)
    if known.body_required:
        yield header_case("no body", without(value, "body"), BAD_SCHEMA)
    if not known.has_body:
        yield header_case("a body", {**value, "body": SOME_BODY}, BAD_SCHEMA)
        yield header_case("an attachment", {**value, "att": [EARLIER_LEAF]}, BAD_SCHEMA)


def header_cases() -> Iterator[Case]:
    """Yield headers that are wrong before their type is looked at, and two that are not."""
    text = encode_header(sample_header("request"))
    value = json.loads(text)
    yield header_case("good", value, OK)
    yield header_case("an unknown optional field", {**value, "zz": ["kept", 1]}, OK)
    for title, (old, new) in BAD_LINES.items():
        if old not in text:
            raise ValueError(f"{title}: {old!r} is not in the good header")
        yield {
            "name": title,
            "header": text.replace(old, new, 1).decode(),
            "expected": BAD_HEADER,
        }


def header_case(title: str, value: Mapping[str, Any], expected: str) -> Case:
    """Return a case whose header is the canonical line of `value`."""
    return {"name": title, "header": text_of(value) + "\n", "expected": expected}


def text_of(value: JsonObject) -> str:
    """Return the canonical form of `value`, in which a case shows it."""
    return canonical.encode(value).decode()


def without(value: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Return `value` without its member `name`."""
    return {key: item for key, item in value.items() if key != name}


def all_vectors() -> dict[str, list[Case]]:
    """Return the cases of each file, by the file's name without its ending."""
    return (
        {"header": list(header_cases())}
        | {name: list(type_cases(name)) for name in STATEMENT_TYPES}
        | {"files": list(file_cases())}
    )


def main() -> None:
    """Write every file."""
    for name, cases in all_vectors().items():
        content = json.dumps(cases, indent=2, ensure_ascii=False) + "\n"
        (FOLDER / f"{name}.json").write_text(content, encoding="utf-8")


if __name__ == "__main__":
    main()
