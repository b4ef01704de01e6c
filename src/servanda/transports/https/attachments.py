"""Send an attachment by HTTPS: ask what the counterpart has, then put part after part.

Source: docs/spec/names-and-layouts.md, HTTPS; docs/spec/attachments.md, "Parts".
"""

from collections.abc import Callable, Iterator

import httpx

from servanda.core.attachments.parts import Part, next_part
from servanda.transports.https.wire import (
    ATTACHMENT_MEDIA_TYPE,
    ATTACHMENTS_PATH,
    CONFLICT,
    HAVE_HEADER,
    NO_CONTENT,
    NOT_FOUND,
    RETRY_HEADER,
    TOO_LARGE,
    parse_retry_after,
)
from servanda.usecases.ports.attachments import (
    PIECE_BYTES,
    HeldAttachment,
    Progress,
    SeekableReader,
)
from servanda.usecases.ports.outside import DeliveryDelayedError, DeliveryRefusedError, HandedOver

# After the last part the counterpart hashes the whole, which takes a second a gigabyte.
PART_TIMEOUT_SECONDS = 180.0
MAX_CONFLICTS = 3  # in one go; more means that somebody else sends the same attachment


def carry_by_https(
    client: Callable[[], httpx.Client],
    address: str,
    attachment: HeldAttachment,
    *,
    progress: Progress,
) -> HandedOver:
    """Send what the counterpart lacks of `attachment`.

    Raises:
        DeliveryDelayedError: It does not answer, or takes nothing now.
        DeliveryRefusedError: It will never take this.
    """
    location = address.rstrip("/") + ATTACHMENTS_PATH + attachment.hex
    try:
        _carry(client(), location, attachment, progress)
    except httpx.InvalidURL as error:
        raise DeliveryRefusedError(f"{address} is no address: {error}") from error
    except (httpx.HTTPError, OSError) as error:
        reason = str(error) or type(error).__name__
        raise DeliveryDelayedError(f"{address} does not answer: {reason}") from error
    return HandedOver(location=location)


def _carry(
    client: httpx.Client, location: str, attachment: HeldAttachment, progress: Progress
) -> None:
    have = _have(client.head(location), location)
    progress(min(have, attachment.size))
    conflicts = 0
    with attachment.open() as source:
        while part := next_part(have=have, size=attachment.size):
            response = client.put(
                location,
                params={"offset": part.offset},
                content=_pieces(source, part, progress),
                headers={
                    "content-type": ATTACHMENT_MEDIA_TYPE,
                    "content-length": str(part.length),
                },
                timeout=httpx.Timeout(PART_TIMEOUT_SECONDS, connect=5.0),
            )
            before, have = have, _have(response, location)
            if response.status_code == CONFLICT or have <= before:
                conflicts += 1
            if conflicts > MAX_CONFLICTS:
                raise DeliveryDelayedError(f"{location} takes no part as it is")
    if have != attachment.size:
        raise DeliveryRefusedError(
            f"{location} says that it holds {have} bytes; the attachment has {attachment.size}"
        )


def _pieces(source: SeekableReader, part: Part, progress: Progress) -> Iterator[bytes]:
    source.seek(part.offset)
    left = part.length
    while left:
        piece = source.read(min(PIECE_BYTES, left))
        if not piece:
            raise OSError(f"expected {left} bytes more of the attachment, found its end")
        left -= len(piece)
        yield piece
        progress(len(piece))


def _have(response: httpx.Response, location: str) -> int:
    """Return what the counterpart says that it holds."""
    status = response.status_code
    if status == NOT_FOUND:
        raise DeliveryDelayedError(f"{location}: the counterpart holds no statement that names it")
    if status == TOO_LARGE:
        raise DeliveryRefusedError(f"{location}: the counterpart takes no attachment so large")
    if status not in {NO_CONTENT, CONFLICT}:
        asked = parse_retry_after(response.headers.get(RETRY_HEADER, ""))
        raise DeliveryDelayedError(
            f"{location} takes nothing now (status {status})", retry_after=asked
        )
    stated = response.headers.get(HAVE_HEADER, "")
    if not (stated.isascii() and stated.isdecimal()) or len(stated) > 18:  # noqa: PLR2004 - < 2**63
        raise DeliveryDelayedError(f"{location}: expected {HAVE_HEADER}, found {stated!r:.40}")
    return int(stated)
