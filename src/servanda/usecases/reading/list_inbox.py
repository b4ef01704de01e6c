"""List what counterparts said to us, newest first."""

from servanda.core.identifiers import PartyId
from servanda.usecases.reading.views import StatementView, view_of, with_filings
from servanda.usecases.services import Services


def list_inbox(
    *,
    counterpart: PartyId | None = None,
    accord_name: str | None = None,
    services: Services,
) -> tuple[StatementView, ...]:
    """Return the statements of counterparts, of one or of all, the newest first."""
    views = [
        view_of(facts, pair, store=services.store)
        for pair in services.store.pairs()
        if counterpart in (None, pair.counterpart) and accord_name in (None, pair.own.accord_name)
        for facts in services.store.facts_of(pair.own.reverse)
    ]
    oldest = services.clock.now()
    newest_first = sorted(
        views, key=lambda view: (view.sent_at or oldest, view.index), reverse=True
    )
    return with_filings(newest_first, store=services.store)
