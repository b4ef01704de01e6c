"""Which bytes of an attachment come next, and which are taken: the rules of both ends.

An attachment travels in parts, each at the offset where the receiver's bytes end. So an
interrupted sending goes on where it stopped, and nothing can be written twice or leave a hole.

Source: docs/spec/attachments.md, "Parts".
"""

from dataclasses import dataclass
from typing import ClassVar

from servanda.core.errors import CounterpartError

PART_BYTES = 8 * 1024 * 1024  # what we send at once; a lost line costs at most this
MAX_PART_BYTES = 64 * 1024 * 1024  # what we take at once
MAX_ATTACHMENT_BYTES = 64 * 1024**3  # larger ones belong on a disk that a courier carries


class OtherOffsetError(CounterpartError):
    """A part does not begin where the bytes held end; nothing was taken.

    Attributes:
        have: Bytes held: where the next part has to begin.
    """

    code: ClassVar[str] = "other-offset"

    def __init__(self, message: str, *, have: int) -> None:
        super().__init__(message)
        self.have = have


class AttachmentTooLargeError(CounterpartError):
    """A part, or the attachment, is larger than was said or than is ever taken."""

    code: ClassVar[str] = "attachment-too-large"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A stretch of an attachment's ciphertext.

    Attributes:
        offset: Where it begins.
        length: Bytes; at least 1.
    """

    offset: int
    length: int


def next_part(*, have: int, size: int, part_bytes: int = PART_BYTES) -> Part | None:
    """Return the part to send to a receiver that holds `have` of `size` bytes.

    Returns:
        None if it holds all, or claims more than there is.
    """
    if not 0 <= have < size:
        return None
    return Part(offset=have, length=min(part_bytes, size - have))


def require_room(*, size: int, have: int, offset: int) -> int:
    """Return how many bytes a part at `offset` may bring at most.

    Args:
        size: Bytes of the whole ciphertext, as the body that names it says.
        have: Bytes held.
        offset: Where the part says that it begins.

    Raises:
        AttachmentTooLargeError: No attachment of this size is ever taken.
        OtherOffsetError: The part begins elsewhere than where the bytes held end.
    """
    if size > MAX_ATTACHMENT_BYTES:
        raise AttachmentTooLargeError(
            f"expected an attachment of at most {MAX_ATTACHMENT_BYTES} bytes, found {size}"
        )
    if offset != have:
        raise OtherOffsetError(f"expected a part at {have}, found one at {offset}", have=have)
    return min(size - have, MAX_PART_BYTES)
