"""The checklist of a request as it stands in a log, ours or the counterpart's: both see the same.

Source: docs/reference/request-form.md, "The checklist".
"""

from servanda.core.accords.terms import Terms
from servanda.core.canonical import JsonObject
from servanda.core.forms.checklist import Checklist, check_form
from servanda.core.forms.filled import FilledForm
from servanda.core.forms.misfits import fitting
from servanda.usecases.accords.accord_state import read_pair_state
from servanda.usecases.ports.records import PairRecord
from servanda.usecases.reading.filings import REQUEST
from servanda.usecases.reading.views import StatementView
from servanda.usecases.services import Services


def received_checklist(
    view: StatementView, body: JsonObject | None, *, pair: PairRecord, services: Services
) -> Checklist | None:
    """Return the checklist of `view`; None if it is no request, or no accord is in force.

    Args:
        view: Any statement of the pair.
        body: Its body, with `files` where there are some; None if it is not held.
        pair: Of the two logs.
        services: The node's ports.
    """
    if view.type != REQUEST:
        return None
    version = read_pair_state(pair, services=services).newest_accord
    if version is None:
        return None
    return checklist_of(view, body, terms=version.accord.terms, services=services)


def checklist_of(
    view: StatementView, body: JsonObject | None, *, terms: Terms, services: Services
) -> Checklist:
    """Return the checklist of the request `view` under `terms`; as `received_checklist`."""
    written = {name: one for name, one in (body or {}).items() if name != "files"}
    # Its codes were judged by the version that it names; that in force now may have others.
    good = fitting(view.facts, written, accord=None)
    form = FilledForm(
        facts=view.facts,
        body=None if body is None else good.body,
        has_files=body is not None and "files" in body,
        terms=terms,
        at=view.received_at or view.sent_at or services.clock.now(),
    )
    return check_form(form, misfits=() if body is None else good.problems)
