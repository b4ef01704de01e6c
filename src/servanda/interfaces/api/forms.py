"""What operations take and answer with has some parts in common.

Source: docs/reference/api.md.
"""

from datetime import datetime
from typing import Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from servanda.core.identifiers import format_instant

_DIGEST = r"^sha256:[0-9a-f]{64}$"
_INSTANT = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$"
MAX_JSON_BYTES = 1024 * 1024  # as a body of a statement; more goes into attachments
MAX_PAGE = 200
LARGEST = 2**53  # what every program can hold exactly
USUAL_PAGE = 50

# A statement's leaf hash, or another digest, as everywhere in Servanda.
DigestText = Annotated[str, Field(pattern=_DIGEST, max_length=71, description="A digest.")]
InstantText = Annotated[
    str, Field(pattern=_INSTANT, max_length=20, description="An instant in UTC, to the second.")
]
# Coded fields and bodies have forms of their own, which the accord and the type of statement fix.
Members = Annotated[
    dict[str, Any], Field(description="Members by the form of the type (reference of statements).")
]


class Taken(BaseModel):
    """What a program sends: nothing is guessed, and no member is passed over."""

    model_config = ConfigDict(strict=True, extra="forbid")


class Given(BaseModel):
    """What a program is answered."""

    model_config = ConfigDict(extra="forbid")


Item = TypeVar("Item")


class Page(Given, Generic[Item]):
    """A part of a list, and where the next one begins."""

    items: list[Item] = Field(description="In an order that does not change.")
    next: str | None = Field(description="Give it as `after`; null at the end of the list.")
    next_since: InstantText = Field(
        description="Give it as `updated_since` in the next walk, to be told what came after this."
    )


class Queued(Given):
    """What was said waits to be signed, or for a second person."""

    ticket: str = Field(description="Its name until it is a statement; ask for it by this.")
    state: str = Field(description="queued, or held for a second person.")


def said_at(instant: datetime) -> str:
    """Return an instant as it is written."""
    return format_instant(instant)


def shown(instant: datetime | None) -> str | None:
    """Return an instant as it is written; None for none."""
    return None if instant is None else format_instant(instant)
