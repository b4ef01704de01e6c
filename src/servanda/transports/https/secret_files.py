"""Give a TLS library that reads only files a file that never lies on a disk.

Private keys rest encrypted (docs/spec/keys.md). OpenSSL and rustls both want a path; on Linux
that path leads to memory. Elsewhere it is a file only we can read, gone after the block.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def secret_file(content: bytes) -> Iterator[str]:
    """Return a path that gives `content` while the block lasts."""
    if hasattr(os, "memfd_create"):
        descriptor = os.memfd_create("servanda")
        try:
            with os.fdopen(descriptor, "wb", closefd=False) as memory:
                memory.write(content)  # all of it, which one `os.write` does not promise
            yield f"/proc/self/fd/{descriptor}"
        finally:
            os.close(descriptor)
        return
    with tempfile.NamedTemporaryFile(prefix="servanda-") as file:
        file.write(content)
        file.flush()
        yield file.name
