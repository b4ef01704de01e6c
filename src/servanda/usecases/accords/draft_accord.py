"""Make the first version of an accord from a template's terms: a document, nothing is sent.

Source: docs/spec/names-and-layouts.md, "Accord".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from servanda.core.accords.accord import Accord, accord_id, encode_accord, parse_accord
from servanda.core.accords.terms import Terms
from servanda.core.accords.terms_form import parse_terms
from servanda.core.canonical import JsonObject
from servanda.core.errors import CounterpartError, InvalidInputError
from servanda.core.identifiers import Digest, PartyId, parse_accord_name
from servanda.core.statements.registry import full_profile
from servanda.usecases.services import (
    Services,
    own_card,
    require_counterpart_card,
    require_node,
)

DEFAULT_CUT_WAIT_SECONDS = 72 * 3_600
DEFAULT_TOLERANCE_SECONDS = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftResult:
    """An accord that binds nobody yet.

    Attributes:
        document: Its canonical bytes.
        accord: Its id.
    """

    document: bytes
    accord: Digest


def draft_accord(  # noqa: PLR0913 - one parameter for each thing the parties decide
    *,
    name: str,
    counterpart: PartyId,
    terms: JsonObject,
    template_name: str,
    template_digest: Digest,
    periods: Sequence[datetime],
    cut_wait_seconds: int = DEFAULT_CUT_WAIT_SECONDS,
    tolerance_seconds: int = DEFAULT_TOLERANCE_SECONDS,
    services: Services,
) -> DraftResult:
    """Return the first version of an accord between us, named first, and `counterpart`.

    A later version is drafted by `amend_accord`, from the one in force.

    Args:
        name: The accord's name, part of the logs' names.
        counterpart: Confirmed.
        terms: A template resolved.
        template_name: The template's name.
        template_digest: Its digest.
        periods: The start of the first period, then each `until`, rising.
        cut_wait_seconds: From an `until` to its cut.
        tolerance_seconds: By how much clocks may differ.
        services: The node's ports.

    Raises:
        InvalidInputError: Something does not fit; the message names it.
    """
    node = require_node(services)
    accord = Accord(
        name=parse_accord_name(name),
        parties=(node.party, counterpart),
        cards=(own_card(services), require_counterpart_card(services, counterpart)),
        mode=node.mode,
        periods=tuple(periods),
        cut_wait_seconds=cut_wait_seconds,
        tolerance_seconds=tolerance_seconds,
        profile=full_profile(),
        template_name=template_name,
        template_digest=template_digest,
        terms=_terms(terms),
    )
    document = encode_accord(accord)
    read_own_accord(document)
    return DraftResult(document=document, accord=accord_id(document))


def read_own_accord(document: bytes) -> Accord:
    """Return the accord that one of our people wrote, or say what is wrong with it.

    Raises:
        InvalidInputError: It is no accord.
    """
    try:
        return parse_accord(document)
    except CounterpartError as error:
        raise InvalidInputError(error.within("accord")) from error


def _terms(terms: JsonObject) -> Terms:
    try:
        return parse_terms(terms)
    except CounterpartError as error:
        raise InvalidInputError(error.problem) from error
