"""Paths, media type and headers of the HTTPS carrier, the same for both ends.

Source: docs/spec/names-and-layouts.md, HTTPS.
"""

from datetime import timedelta

ENVELOPES_PATH = "/servanda/1/envelopes"
ATTACHMENTS_PATH = "/servanda/1/attachments/"
ENVELOPE_MEDIA_TYPE = "application/vnd.servanda.envelope"
ATTACHMENT_MEDIA_TYPE = "application/octet-stream"
HAVE_HEADER = "Servanda-Have"
RETRY_HEADER = "Retry-After"
_MAX_RETRY_DIGITS = 9  # thirty years; how much of it is heeded, the outbox decides

OK = 200  # an envelope comes back
ACCEPTED = 202  # taken; the answer follows through the outbox
NO_CONTENT = 204  # taken; no answer is owed
BAD_REQUEST = 400  # dropped; no reason is given to what may be anybody
NOT_FOUND = 404
METHOD_NOT_ALLOWED = 405
CONFLICT = 409  # another offset
TOO_LARGE = 413
TOO_MANY = 429
UNAVAILABLE = 503


def parse_retry_after(text: str) -> timedelta:
    """Return how long `Retry-After` asks to wait; nothing for what is no number of seconds."""
    is_number = text.isascii() and text.isdecimal() and len(text) <= _MAX_RETRY_DIGITS
    return timedelta(seconds=int(text)) if is_number else timedelta(0)
