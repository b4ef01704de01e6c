"""Take a header's line apart in one step, where it is one like nearly all.

Half the work of the whole way (`header.parse_header`), which takes every line that this one
leaves, and says of a wrong one what is wrong with it. So nothing here explains: a line is a
usual one, or it is left.

Source: docs/spec/statements/README.md, "The header".
"""

import re
from functools import lru_cache
from typing import NamedTuple, cast

from servanda.core import canonical
from servanda.core.canonical import JsonObject
from servanda.core.identifiers import Digest

# In ASCII, without attachments and without a field that is unknown here. The fields stand in the
# order of the canonical form and all but the facts have one spelling, so a line that matches is
# canonical if its facts are. Each part but the facts can match in one way only, so the time this
# takes grows with the length of the line and no faster.
_LINE = re.compile(
    r'\{(?:"accord":"(sha256:[0-9a-f]{64})",)?'
    r'(?:"body":"(sha256:[0-9a-f]{64})",)?'
    r'"facts":(\{.*?\}),'
    r'"from":"([a-z0-9.-]{1,64})",'
    r'(?:"prev":"(sha256:[0-9a-f]{64})",)?'
    r'(?:"ref":"(sha256:[0-9a-f]{64})",)?'
    r'"seen":\{"root":"(sha256:[0-9a-f]{64})","size":(0|[1-9][0-9]{0,15})\},'
    r'"seq":(0|[1-9][0-9]{0,15}),'
    r'"time":"([0-9TZ:-]{20})",'
    r'"to":"([a-z0-9.-]{1,64})",'
    r'"type":"([a-z_]{1,40})",'
    r'"v":"servanda/1"\}\n'
).fullmatch

# Facts are words from short lists, so most leaves repeat what others near them say.
_REMEMBERED = 1_024
_MAX_REMEMBERED_LENGTH = 1_024  # of longer ones a stranger could make us keep much


class UsualLine(NamedTuple):
    """The fields of a line in canonical form, as they stand there.

    The digests and the type have their form; the names and the time are letters that such a
    name or time can have, and the numbers may be too large: whoever asks has to look.

    Attributes:
        accord: Of the header of this name; so are all others.
        body: As above.
        facts: Shared by all lines that have the same.
        from_party: Not yet known to be a party.
        prev: As above.
        ref: As above.
        seen_root: A digest.
        seen_size: From 0 on, of at most 16 digits.
        seq: As `seen_size`.
        time: Not yet known to be an instant.
        to_party: As `from_party`.
        type: A name of a type.
    """

    accord: Digest | None
    body: Digest | None
    facts: JsonObject
    from_party: str
    prev: Digest | None
    ref: Digest | None
    seen_root: str
    seen_size: int
    seq: int
    time: str
    to_party: str
    type: str


def read_usual_line(text: bytes) -> UsualLine | None:
    """Return the fields of `text`, from anybody; None if it is no usual line or not canonical."""
    found = _LINE(text.decode()) if text.isascii() else None
    if found is None:
        return None
    # The groups in their order: an optional one is None, all others are there.
    groups = cast("tuple[Digest, ...]", found.groups())
    accord, body, facts_text, from_party, prev, ref, root, size, seq, time, to_party, type_ = groups
    read = _remembered_facts if len(facts_text) <= _MAX_REMEMBERED_LENGTH else _read_facts
    facts = read(facts_text)
    if facts is None:
        return None
    return UsualLine(
        accord, body, facts, from_party, prev, ref, root, int(size), int(seq), time, to_party, type_
    )


def _read_facts(text: str) -> JsonObject | None:
    """Return the object that `text` is the canonical form of, or None if it is of none."""
    try:
        return canonical.parse_object(text.encode())
    except canonical.NotCanonicalError:
        return None


_remembered_facts = lru_cache(maxsize=_REMEMBERED)(_read_facts)
