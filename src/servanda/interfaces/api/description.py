"""The description of the interface: an OpenAPI document, made from the operations themselves.

What ninja writes is put right in three places: problems have their own media type, a body that is
no JSON has its own, and `servers` says where the paths begin.

Source: OpenAPI 3.1; docs/reference/api.md, "The description".
"""

from typing import Any, Final

import orjson
from ninja import NinjaAPI

from servanda.interfaces.api.door import BYTES, JSON
from servanda.interfaces.api.problems import PROBLEM_TYPE

PREFIX: Final = "/api/v1/"
_FIRST_REFUSAL = 400


def describe(service: NinjaAPI) -> dict[str, Any]:
    """Return the document."""
    document: dict[str, Any] = orjson.loads(
        orjson.dumps(
            service.get_openapi_schema(path_prefix=PREFIX.lstrip("/")),
            option=orjson.OPT_NON_STR_KEYS,  # statuses
        )
    )
    for operations in document["paths"].values():
        for operation in operations.values():
            for status, answer in operation["responses"].items():
                form = answer["content"].pop(JSON)
                kind = PROBLEM_TYPE if int(status) >= _FIRST_REFUSAL else _kind_of(form["schema"])
                answer["content"][kind] = form
    return document


def _kind_of(schema: dict[str, Any]) -> str:
    return BYTES if schema.get("format") == "binary" else JSON


def written(document: dict[str, Any]) -> bytes:
    """Return the document as a file: the same bytes for the same operations."""
    return orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS) + b"\n"
