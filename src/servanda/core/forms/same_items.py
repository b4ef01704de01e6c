"""Whether two requests ask for the same: their items in one normal form, and its hash.

The hash is kept beside a request of ours, so that a desk with many open requests is told of a
doubled one by one look-up.

Source: docs/reference/request-form.md, R10.
"""

import unicodedata

from servanda.core import canonical
from servanda.core.canonical import JsonObject
from servanda.core.forms.said import items_of
from servanda.core.identifiers import Digest, digest_of


def items_digest(*, kind: str, body: JsonObject) -> Digest:
    """Return the hash of what a request of `kind` asks for, whatever its order and spelling.

    Two items are the same when category, identifier and period are, whatever their words; of
    items without an identifier the words count. The kind belongs to it: asking for what another
    request preserves is no doubling.
    """
    items = sorted(canonical.encode(_normal(item)) for item in items_of(body))
    return digest_of(canonical.encode([kind, *(item.decode() for item in dict.fromkeys(items))]))


def _normal(item: JsonObject) -> JsonObject:
    identifier = _normal_text(item.get("identifier"))
    return {
        "category": str(item.get("category", "")),
        "identifier": identifier,
        "from": str(item.get("from", "")),
        "until": str(item.get("until", "")),
        "sought": "" if identifier else _normal_text(item.get("sought")),
    }


def _normal_text(value: object) -> str:
    text = unicodedata.normalize("NFKC", value) if isinstance(value, str) else ""
    return " ".join(text.casefold().split())
