"""Every kind of flag: its rule, how grave it is, and what would settle it.

A literal table: what is not here is not raised, and a person can read all of it at once. The
sentences are in the interfaces, in every language (`interfaces/flag_texts.py`).

Source: docs/spec/evidence/flags.md.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from servanda.evidence.flags.agreement import agreement
from servanda.evidence.flags.claim_of_first import claim_of_first
from servanda.evidence.flags.date_conflict import date_conflict
from servanda.evidence.flags.figures import figure_in_one_source, figures_differ
from servanda.evidence.flags.flag import Severity
from servanda.evidence.flags.furniture_date import date_not_evidence
from servanda.evidence.flags.hedges import hedge_added, hedge_lost
from servanda.evidence.flags.incidents_one_name import two_incidents_one_name
from servanda.evidence.flags.inner_tension import inner_tension
from servanda.evidence.flags.instruction import instruction_in_document
from servanda.evidence.flags.level_changed import level_changed
from servanda.evidence.flags.material import Material, Raised
from servanda.evidence.flags.metadata import metadata_incomplete, mixed_quotation_marks
from servanda.evidence.flags.names import name_variant, office_differs
from servanda.evidence.flags.norm_paraphrased import norm_paraphrased
from servanda.evidence.flags.not_evidence import not_evidence_on_the_accord
from servanda.evidence.flags.onset import onset_differs
from servanda.evidence.flags.opposed_positions import one_source_opposed_positions
from servanda.evidence.flags.place_metonym import place_metonym
from servanda.evidence.flags.quotation_speaker import same_quotation_different_speaker
from servanda.evidence.flags.relay import relay
from servanda.evidence.flags.scope_drift import scope_drift
from servanda.evidence.flags.single_origin import single_origin, single_unnamed_origin
from servanda.evidence.flags.subject_widened import subject_widened
from servanda.evidence.flags.voice_multiplied import voice_multiplied

Rule = Callable[[Material], Iterator[Raised]]


class Settled(StrEnum):
    """What would settle a flag; each has its sentence."""

    FIRST_SOURCE = "first_source"  # the post, report or recording that the words come from
    OTHER_ORIGIN = "other_origin"  # somebody who saw it by other means
    ACCORD_TEXT = "accord_text"  # the signed wording
    RECORD = "record"  # a register of names, offices, rounds or victims
    DATED_COPY = "dated_copy"  # a copy of the page with its day
    READING = "reading"  # a person who reads the place
    NOTHING = "nothing"  # it is good news, or a mere note


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind.

    Attributes:
        rule: Raises its flags.
        version: Raised by whoever changes what the rule finds.
        severity: Of each of its flags.
        settled: What would settle one.
    """

    rule: Rule
    version: int = 1
    severity: Severity
    settled: Settled


_NOTE, _DOUBT, _GRAVE = Severity.NOTE, Severity.DOUBT, Severity.GRAVE

FLAGS: Final[Mapping[str, Kind]] = MappingProxyType(
    {
        "same_quotation_different_speaker": Kind(
            rule=same_quotation_different_speaker, severity=_GRAVE, settled=Settled.FIRST_SOURCE
        ),
        "one_source_opposed_positions": Kind(
            rule=one_source_opposed_positions, severity=_GRAVE, settled=Settled.FIRST_SOURCE
        ),
        "date_conflict": Kind(rule=date_conflict, severity=_DOUBT, settled=Settled.DATED_COPY),
        "single_origin": Kind(rule=single_origin, severity=_DOUBT, settled=Settled.OTHER_ORIGIN),
        "single_unnamed_origin": Kind(
            rule=single_unnamed_origin, severity=_DOUBT, settled=Settled.OTHER_ORIGIN
        ),
        "voice_multiplied": Kind(
            rule=voice_multiplied, severity=_DOUBT, settled=Settled.FIRST_SOURCE
        ),
        "relay": Kind(rule=relay, severity=_NOTE, settled=Settled.FIRST_SOURCE),
        "onset_differs": Kind(rule=onset_differs, severity=_DOUBT, settled=Settled.FIRST_SOURCE),
        "subject_widened": Kind(
            rule=subject_widened, severity=_DOUBT, settled=Settled.FIRST_SOURCE
        ),
        "figure_in_one_source": Kind(
            rule=figure_in_one_source, severity=_DOUBT, settled=Settled.FIRST_SOURCE
        ),
        "figures_differ": Kind(rule=figures_differ, severity=_DOUBT, settled=Settled.FIRST_SOURCE),
        "hedge_lost": Kind(rule=hedge_lost, severity=_DOUBT, settled=Settled.FIRST_SOURCE),
        "hedge_added": Kind(rule=hedge_added, severity=_DOUBT, settled=Settled.FIRST_SOURCE),
        "scope_drift": Kind(rule=scope_drift, severity=_DOUBT, settled=Settled.ACCORD_TEXT),
        "norm_paraphrased": Kind(
            rule=norm_paraphrased, severity=_DOUBT, settled=Settled.ACCORD_TEXT
        ),
        "claim_of_first": Kind(rule=claim_of_first, severity=_NOTE, settled=Settled.RECORD),
        "level_changed": Kind(rule=level_changed, severity=_DOUBT, settled=Settled.RECORD),
        "two_incidents_one_name": Kind(
            rule=two_incidents_one_name, severity=_GRAVE, settled=Settled.RECORD
        ),
        "inner_tension": Kind(rule=inner_tension, severity=_DOUBT, settled=Settled.FIRST_SOURCE),
        "not_evidence_on_the_accord": Kind(
            rule=not_evidence_on_the_accord, severity=_DOUBT, settled=Settled.READING
        ),
        "place_metonym": Kind(rule=place_metonym, severity=_NOTE, settled=Settled.FIRST_SOURCE),
        "name_variant": Kind(rule=name_variant, severity=_NOTE, settled=Settled.RECORD),
        "office_differs": Kind(rule=office_differs, severity=_NOTE, settled=Settled.RECORD),
        "date_not_evidence": Kind(
            rule=date_not_evidence, severity=_NOTE, settled=Settled.DATED_COPY
        ),
        "mixed_quotation_marks": Kind(
            rule=mixed_quotation_marks, severity=_NOTE, settled=Settled.READING
        ),
        "metadata_incomplete": Kind(
            rule=metadata_incomplete, severity=_NOTE, settled=Settled.DATED_COPY
        ),
        "agreement": Kind(rule=agreement, severity=_NOTE, settled=Settled.NOTHING),
        "instruction_in_document": Kind(
            rule=instruction_in_document, severity=_DOUBT, settled=Settled.READING
        ),
    }
)
