"""The store of a node, in SQLite or PostgreSQL, by way of Django's connections."""

from dataclasses import dataclass

from servanda.store.api_keys import StoredApiKeys
from servanda.store.attachment_rows import StoredAttachments
from servanda.store.audit import StoredAudit
from servanda.store.carriers import StoredCarriers
from servanda.store.case_lists import StoredCaseLists
from servanda.store.casework import StoredCasework
from servanda.store.database_report import ReportedDatabase
from servanda.store.drafts import StoredDrafts
from servanda.store.evidence.rows import StoredEvidence
from servanda.store.filings import StoredFilings
from servanda.store.handovers import StoredHandOvers
from servanda.store.imported_cases import StoredImports
from servanda.store.kept_reviews import StoredReviews
from servanda.store.passages import StoredPassages
from servanda.store.passphrases import StoredPassphrases
from servanda.store.projections import StoredProjections
from servanda.store.searches import StoredSearches
from servanda.store.second_factors import StoredSecondFactors
from servanda.store.sendings import StoredSendings
from servanda.store.sessions import StoredSessions
from servanda.store.step import StoredSteps
from servanda.store.worksheets import StoredWorksheets
from servanda.usecases.ports.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class DjangoStore(
    StoredSteps,
    StoredProjections,
    StoredAttachments,
    StoredCasework,
    StoredCaseLists,
    StoredReviews,
    StoredFilings,
    StoredPassages,
    StoredImports,
    StoredEvidence,
    StoredAudit,
    StoredPassphrases,
    StoredDrafts,
    StoredWorksheets,
    StoredHandOvers,
    StoredSendings,
    StoredSearches,
    StoredSessions,
    StoredSecondFactors,
    StoredApiKeys,
    StoredCarriers,
    ReportedDatabase,
):
    """Fills the port `Store`; each thread has its own connection, each call its transaction."""


def open_store(alias: str) -> Store:
    """Return the store in one of Django's databases, whose schema is current."""
    return DjangoStore(alias=alias)
