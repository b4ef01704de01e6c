"""What the store keeps beside logs and casework, each part as a port of its own.

Source: the modules named below.
"""

from typing import Protocol

from servanda.usecases.alarm_port import AlarmStore
from servanda.usecases.evidence_port import EvidenceStore
from servanda.usecases.import_port import ImportStore
from servanda.usecases.passage_port import PassageStore
from servanda.usecases.review_port import ReviewStore


class BesideStore(ReviewStore, PassageStore, ImportStore, EvidenceStore, AlarmStore, Protocol):
    """All of these together; the promises are those of each."""
