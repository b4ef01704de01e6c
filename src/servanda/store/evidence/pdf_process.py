"""Read PDFs in another process, which is ended when it takes too long.

Whoever reads strangers' files uses this: a file made for it keeps pdfium at work without end, or
makes it fail, and a failing library takes its process along. What comes back is checked, for it
comes from a process that has read a stranger's file.

Source: docs/spec/evidence/documents.md, "PDF".
"""

import json
import os
import select
import subprocess
import sys
import time
from dataclasses import dataclass, field
from types import TracebackType
from typing import IO, Self

from servanda.evidence.reading.decoding import clean
from servanda.evidence.reading.pdf_text import Line, PdfContent
from servanda.store.evidence.pdf_worker import HEADER_BYTES

# A report of a thousand pages takes two; the limit is for files that never end.
SECONDS = 20.0
_WORKER = ("-m", "servanda.store.evidence.pdf_worker")
# The limit on characters is far below; places and marks of JSON come on top.
_MAX_ANSWER = 256 << 20
_CHUNK = 1 << 16


class _Stopped(Exception):  # noqa: N818 - never leaves this module
    """The process gave no answer: `time` or `died`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(slots=True)
class PdfProcess:
    """A `PdfReader`. Used in a `with`, at whose end the process ends; for one thread.

    Attributes:
        seconds: How long one file may take.
        worker: Arguments to Python that start the process.
    """

    seconds: float = SECONDS
    worker: tuple[str, ...] = _WORKER
    _process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end()

    def __call__(self, content: bytes, /, *, max_characters: int) -> PdfContent:
        """Return the lines of `content`; a process that failed is replaced by the next call."""
        try:
            return _checked(self._asked(content, max_characters))
        except _Stopped as stopped:
            self._end()
            return PdfContent(fault="pdf_stopped", reason=stopped.reason)

    def _asked(self, content: bytes, max_characters: int) -> bytes:
        process = self._running()
        deadline = time.monotonic() + self.seconds
        header = b"".join(
            number.to_bytes(HEADER_BYTES, "big") for number in (len(content), max_characters)
        )
        try:
            _write(process, header + content, deadline=deadline)
            length = int.from_bytes(_read(process, HEADER_BYTES, deadline=deadline), "big")
            if length > _MAX_ANSWER:
                raise _Stopped("died")
            return _read(process, length, deadline=deadline)
        except OSError as error:
            raise _Stopped("died") from error

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._end()
            self._process = subprocess.Popen(  # noqa: S603 - our own module
                [sys.executable, *self.worker],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=0,
            )
            for pipe in (self._process.stdin, self._process.stdout):
                if pipe is not None:
                    os.set_blocking(pipe.fileno(), False)
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()


def _write(process: subprocess.Popen[bytes], content: bytes, *, deadline: float) -> None:
    target = _number(process.stdin)
    rest = memoryview(content)
    while rest:
        _wait(target, select.POLLOUT, deadline=deadline)
        rest = rest[os.write(target, rest[:_CHUNK]) :]


def _read(process: subprocess.Popen[bytes], length: int, *, deadline: float) -> bytes:
    source = _number(process.stdout)
    parts: list[bytes] = []
    while length > 0:
        _wait(source, select.POLLIN, deadline=deadline)
        part = os.read(source, min(length, _CHUNK))
        if not part:
            raise _Stopped("died")
        parts.append(part)
        length -= len(part)
    return b"".join(parts)


def _number(pipe: IO[bytes] | None) -> int:
    if pipe is None:
        raise _Stopped("died")
    return pipe.fileno()


def _wait(pipe: int, events: int, *, deadline: float) -> None:
    """Wait until a pipe is ready, or raise when the time is over."""
    poll = select.poll()
    poll.register(pipe, events)
    left = deadline - time.monotonic()
    if left <= 0 or not poll.poll(left * 1000):
        raise _Stopped("time")


def _checked(answer: bytes) -> PdfContent:
    """Return what the process said, if it is of the form that was agreed."""
    try:
        said = json.loads(answer)
        return PdfContent(
            pages=tuple(
                tuple(line for each in page if (line := _line(*each)).text.strip())
                for page in said["pages"]
            ),
            page_count=int(said["page_count"]),
            broken_pages=int(said["broken_pages"]),
            fault=said["fault"] if said["fault"] in ("pdf_encrypted", "pdf_broken") else "",
        )
    except (ValueError, TypeError, LookupError, RecursionError) as error:
        raise _Stopped("died") from error


def _line(text: str, place: list[float] | None) -> Line:
    if not isinstance(text, str):
        raise TypeError(f"expected a text, found {type(text).__name__}")
    if place is None:
        return Line(text=clean(text)[0])
    left, top, height = map(float, place)
    return Line(text=clean(text)[0], place=(left, top, height))
