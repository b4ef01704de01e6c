"""Show the register of commitments of an accord: every version in force, and what drifted.

Source: docs/reference/cli.md, "servanda register".
"""

from collections.abc import Sequence
from dataclasses import dataclass

from servanda.core.accords.register import Register, build_register
from servanda.core.errors import InvalidInputError
from servanda.core.faults import Expected, Fault, Found, expect
from servanda.core.identifiers import Digest, PartyId
from servanda.usecases.accords.accord_state import read_pair_state
from servanda.usecases.ports.records import PairRecord
from servanda.usecases.services import Services, require_pair


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterResult:
    """A register, and which versions its numbers mean.

    Attributes:
        pair: Whose accord.
        versions: The id of each version that came into force, oldest first; the first is number 1.
        register: What drifted.
    """

    pair: PairRecord
    versions: Sequence[Digest]
    register: Register


def show_register(
    *, accord_name: str | None = None, counterpart: PartyId | None = None, services: Services
) -> RegisterResult:
    """Return the register of one accord.

    Raises:
        InvalidInputError: No version is in force, or more than one accord fits.
    """
    pair = require_pair(services, counterpart=counterpart, accord_name=accord_name)
    accords = read_pair_state(pair, services=services).accords_in_force
    if not accords:
        raise InvalidInputError(
            Fault(pair.own.accord_name, expect(Expected.IN_FORCE), Found.NOTHING)
        )
    return RegisterResult(
        pair=pair,
        versions=tuple(accords),
        register=build_register([accord.terms for accord in accords.values()]),
    )
