"""Gather what a brief tells of commitments, concerns, the hotline and the points of contact."""

from servanda.documents.brief.conduct import (
    BriefConduct,
    brief_calls,
    brief_concerns,
    brief_contacts,
)
from servanda.usecases.accords.accord_state import read_pair_state
from servanda.usecases.conduct.read_contacts import read_contacts
from servanda.usecases.conduct.show_concerns import read_pair_concerns
from servanda.usecases.conduct.show_hotline import read_hotlines
from servanda.usecases.ports.records import PairRecord
from servanda.usecases.services import Services


def brief_conduct(pair: PairRecord, *, services: Services) -> BriefConduct | None:
    """Return it as casework has followed the logs; None while no accord is in force."""
    newest = read_pair_state(pair, services=services).newest_accord
    if newest is None:
        return None
    now = services.clock.now()
    contacts = read_contacts(pair, services=services)
    return BriefConduct(
        commitments={one.id: one.text for one in newest.accord.terms.commitments},
        accord=newest.digest,
        concerns=[
            concern
            for found in read_pair_concerns([pair], services=services)
            for concern in brief_concerns(found.concerns)
        ],
        calls=[
            call
            for hotline in read_hotlines([pair], services=services)
            for call in brief_calls([*hotline.found.calls.values()], at=now)
        ],
        contacts=() if contacts is None else brief_contacts(contacts, at=now),
    )
