"""State a fork to the counterpart and to whoever reads our log: two signed heads that disagree.

Source: docs/spec/statements/dispute.md.
"""

from collections.abc import Sequence
from hashlib import sha256

from servanda.core import canonical
from servanda.core.canonical import JsonValue
from servanda.core.envelope.notes import split_note
from servanda.core.identifiers import Digest, digest_from_hash
from servanda.core.tlog.checkpoint import parse_checkpoint_text
from servanda.usecases.exchange.own_leaves import Draft


def fork_draft(
    heads: tuple[bytes, bytes], *, leaves: Sequence[Digest] = (), text: str = ""
) -> Draft:
    """Return the dispute that shows `heads`, two verified notes of one log.

    Its salt is made from the heads: they are meant to be shown, and nothing in them is secret.

    Args:
        heads: The two.
        leaves: Leaf hashes of what the fork concerns.
        text: The writer's version; empty for none.
    """
    stated = [parse_checkpoint_text(split_note(head).text) for head in heads]
    members: dict[str, JsonValue] = {"checkpoints": [head.decode() for head in heads]}
    body = canonical.encode(members | ({"text": text} if text else {}))
    return Draft(
        type="dispute",
        facts={
            "about": "fork",
            "leaves": list(leaves),
            "heads": [{"root": digest_from_hash(head.root), "size": head.size} for head in stated],
        },
        salt=sha256(b"".join(heads)).digest(),
        body=body,
    )
