"""What the store keeps beside logs and casework, each part as a port of its own.

Source: the modules named below.
"""

from typing import Protocol

from servanda.usecases.ports.alarms import AlarmStore
from servanda.usecases.ports.api_keys import AnswerStore, ApiKeyStore, UploadStore
from servanda.usecases.ports.audit import AuditStore, PassphraseStore
from servanda.usecases.ports.carriers import CarrierStore
from servanda.usecases.ports.drafts import DraftStore
from servanda.usecases.ports.evidence import EvidenceStore
from servanda.usecases.ports.handovers import HandOverStore
from servanda.usecases.ports.imports import ImportStore
from servanda.usecases.ports.passages import PassageStore
from servanda.usecases.ports.reviews import ReviewStore
from servanda.usecases.ports.searches import SearchStore
from servanda.usecases.ports.second_factors import SecondFactorStore
from servanda.usecases.ports.sendings import SendingStore
from servanda.usecases.ports.sessions import SessionStore
from servanda.usecases.ports.worksheets import WorksheetStore


class BesideStore(
    ReviewStore,
    PassageStore,
    ImportStore,
    EvidenceStore,
    AlarmStore,
    AuditStore,
    PassphraseStore,
    DraftStore,
    HandOverStore,
    SendingStore,
    ApiKeyStore,
    AnswerStore,
    UploadStore,
    SearchStore,
    SessionStore,
    SecondFactorStore,
    WorksheetStore,
    CarrierStore,
    Protocol,
):
    """All of these together; the promises are those of each."""
