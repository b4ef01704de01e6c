"""What a statement says about its attachments: read from its body while that is held.

Size, identity and plaintext hash stand in the body alone. Where it is erased, nothing more is
known, taken or opened.

Source: docs/spec/attachments.md.
"""

from collections.abc import Mapping

from servanda.core.identifiers import Digest, digest_from_hash
from servanda.core.statements.body import AttachedFile, parse_body
from servanda.core.statements.registry import STATEMENT_TYPES
from servanda.usecases.exchange.leaf_records import header_of
from servanda.usecases.ports.records import AttachmentRecord
from servanda.usecases.services import Services, require_node


def attached_files(row: AttachmentRecord, *, services: Services) -> Mapping[Digest, AttachedFile]:
    """Return all files of the statement of `row` by digest; empty if its body is not held."""
    held = services.store.bodies([row.leaf_hash]).get(row.leaf_hash)
    if held is None:
        return {}
    (record,) = services.store.leaves(row.origin, row.index, row.index + 1)
    header = header_of(record)
    body = parse_body(
        held.body,
        statement_type=STATEMENT_TYPES[header.type],
        facts=header.facts,
        attachments=header.att,
    )
    return dict(zip(header.att, body.files, strict=True))


def attached_file(row: AttachmentRecord, *, services: Services) -> AttachedFile | None:
    """Return what the statement of `row` says of this attachment; None if it is erased."""
    return attached_files(row, services=services).get(digest_from_hash(row.digest))


def is_ours(row: AttachmentRecord, *, services: Services) -> bool:
    """Return whether we send the attachment."""
    return row.origin.from_party == require_node(services).party
