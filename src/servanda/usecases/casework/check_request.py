"""Check a request before it is sent: everything that is wrong with it, and nothing is queued."""

from servanda.core.canonical import JsonObject
from servanda.core.errors import InvalidInputError
from servanda.core.faults import Expected, Fault, Found, expect
from servanda.core.forms.checklist import Checklist
from servanda.core.identifiers import PartyId
from servanda.usecases.accords.accord_state import read_pair_state
from servanda.usecases.casework.prepare_request import request_checklist
from servanda.usecases.services import Services, require_pair


def check_request(
    facts: JsonObject,
    body: JsonObject,
    *,
    has_files: bool = False,
    counterpart: PartyId | None = None,
    accord_name: str | None = None,
    services: Services,
) -> Checklist:
    """Return the checklist of a request as `queue_statement` would be given it.

    Raises:
        InvalidInputError: No accord is in force whose terms it could be held against.
    """
    pair = require_pair(services, counterpart=counterpart, accord_name=accord_name)
    checklist = request_checklist(
        facts,
        body,
        has_files=has_files,
        pair=pair,
        state=read_pair_state(pair, services=services),
        services=services,
    )
    if checklist is None:
        raise InvalidInputError(Fault(pair.counterpart, expect(Expected.IN_FORCE), Found.NOTHING))
    return checklist
