"""The tables, one file each; queries are written in SQL beside their port (`store/*.py`)."""

from servanda.store.models.alarm import Alarm
from servanda.store.models.api_key import ApiKey
from servanda.store.models.attachment import Attachment
from servanda.store.models.attempt import Attempt
from servanda.store.models.audit_entry import AuditEntry
from servanda.store.models.body import Body
from servanda.store.models.carrier import Carrier
from servanda.store.models.case import Case
from servanda.store.models.case_statement import CaseStatement
from servanda.store.models.casework_mark import CaseworkMark
from servanda.store.models.checkpoint import Checkpoint
from servanda.store.models.counterpart import Counterpart
from servanda.store.models.deadline import Deadline
from servanda.store.models.draft import Draft
from servanda.store.models.drop import Drop
from servanda.store.models.evidence_decision import EvidenceDecision
from servanda.store.models.evidence_document import EvidenceDocument
from servanda.store.models.facts import Facts
from servanda.store.models.filing import Filing
from servanda.store.models.given_answer import GivenAnswer
from servanda.store.models.handover import Handover
from servanda.store.models.held_run import HeldRun
from servanda.store.models.imported_case import ImportedCase
from servanda.store.models.kept_group import KeptGroup
from servanda.store.models.kept_outline import KeptOutline
from servanda.store.models.leaf import Leaf
from servanda.store.models.log import Log
from servanda.store.models.node import Node
from servanda.store.models.notice import Notice
from servanda.store.models.pair import Pair
from servanda.store.models.passage import Passage
from servanda.store.models.queued import Queued
from servanda.store.models.search import Search
from servanda.store.models.second_factor import SecondFactor
from servanda.store.models.sending import Sending
from servanda.store.models.session import Session
from servanda.store.models.spent_code import SpentCode
from servanda.store.models.tile import Tile
from servanda.store.models.upload import Upload
from servanda.store.models.verifier import Verifier
from servanda.store.models.worksheet import Worksheet

__all__ = [
    "Alarm",
    "ApiKey",
    "Attachment",
    "Attempt",
    "AuditEntry",
    "Body",
    "Carrier",
    "Case",
    "CaseStatement",
    "CaseworkMark",
    "Checkpoint",
    "Counterpart",
    "Deadline",
    "Draft",
    "Drop",
    "EvidenceDecision",
    "EvidenceDocument",
    "Facts",
    "Filing",
    "GivenAnswer",
    "Handover",
    "HeldRun",
    "ImportedCase",
    "KeptGroup",
    "KeptOutline",
    "Leaf",
    "Log",
    "Node",
    "Notice",
    "Pair",
    "Passage",
    "Queued",
    "Search",
    "SecondFactor",
    "Sending",
    "Session",
    "SpentCode",
    "Tile",
    "Upload",
    "Verifier",
    "Worksheet",
]
