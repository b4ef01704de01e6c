"""The process that reads PDFs, one after the other, with limits: it may write no file.

Started by `pdf_process`. It reads frames from its input (eight bytes of length, eight of the limit
on characters, then the file) and answers each with a frame of JSON. JSON, for whatever a hostile
file makes of this process, it can only answer with lines of text.
"""

import json
import resource
import sys
from typing import BinaryIO

from servanda.evidence.reading.pdf_lines import content_of

HEADER_BYTES = 8
# Pdfium takes some hundred MB for the largest files that are read; a bomb takes all there is.
_MAX_MEMORY = 2 << 30


def main() -> None:
    """Answer until the input ends."""
    resource.setrlimit(resource.RLIMIT_AS, (_MAX_MEMORY, _MAX_MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    answer(sys.stdin.buffer, sys.stdout.buffer)


def answer(source: BinaryIO, target: BinaryIO) -> None:
    """Read frames from `source` and answer each on `target`, until `source` ends."""
    while len(header := source.read(2 * HEADER_BYTES)) == 2 * HEADER_BYTES:
        length, room = (
            int.from_bytes(header[:HEADER_BYTES], "big"),
            int.from_bytes(header[HEADER_BYTES:], "big"),
        )
        body = _as_json(source.read(length), room=room)
        target.write(len(body).to_bytes(HEADER_BYTES, "big") + body)
        target.flush()


def _as_json(content: bytes, *, room: int) -> bytes:
    pdf = content_of(content, max_characters=room)
    return json.dumps(
        {
            "pages": [[[line.text, line.place] for line in page] for page in pdf.pages],
            "page_count": pdf.page_count,
            "broken_pages": pdf.broken_pages,
            "fault": pdf.fault,
        }
    ).encode()


if __name__ == "__main__":
    main()
