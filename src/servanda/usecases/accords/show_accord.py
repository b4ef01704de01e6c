"""Show an accord: what is in force, what is proposed and by whom."""

from dataclasses import dataclass
from typing import Literal

from servanda.core.accords.accord import Accord
from servanda.core.identifiers import Digest, PartyId
from servanda.usecases.accords.accord_state import accord_document, read_accord_state
from servanda.usecases.accords.draft_accord import read_own_accord
from servanda.usecases.ports.records import PairRecord
from servanda.usecases.services import Services, require_pair


@dataclass(frozen=True, slots=True, kw_only=True)
class AccordResult:
    """An accord as it stands between us and one counterpart.

    Attributes:
        pair: The pair.
        state: `in_force`, `proposed_by_us`, `proposed_by_them` or `none`; a proposal that waits
            goes before a version in force.
        accord: The version meant by `state`.
        document: Its bytes; None if they did not arrive.
        accord_id: Its id.
        in_force: The id of the version in force, or None.
    """

    pair: PairRecord
    state: Literal["in_force", "proposed_by_us", "proposed_by_them", "none"]
    accord: Accord | None
    document: bytes | None
    accord_id: Digest | None
    in_force: Digest | None


def show_accord(
    *, accord_name: str | None = None, counterpart: PartyId | None = None, services: Services
) -> AccordResult:
    """Return where the accord stands."""
    pair = require_pair(services, counterpart=counterpart, accord_name=accord_name)
    state = read_accord_state(pair, services=services)
    if state.open:
        newest = state.open[-1]
        is_ours = newest.by == pair.own.from_party
        return AccordResult(
            pair=pair,
            state="proposed_by_us" if is_ours else "proposed_by_them",
            accord=None if newest.document is None else read_own_accord(newest.document),
            document=newest.document,
            accord_id=newest.accord,
            in_force=state.in_force_id,
        )
    document = None
    if state.in_force_id is not None:
        document = accord_document(state.in_force_id, pair, services=services)
    return AccordResult(
        pair=pair,
        state="none" if state.in_force is None else "in_force",
        accord=state.in_force,
        document=document,
        accord_id=state.in_force_id,
        in_force=state.in_force_id,
    )
