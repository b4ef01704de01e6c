"""The coded words of cooperation: kinds, urgency, outcomes, grounds and their like.

They are the words of docs/glossary.md as they stand in the facts. A word is never given another
meaning and never removed: old statements keep using it.

Source: docs/spec/statements/README.md, "Codes".
"""

KINDS = frozenset(("information_request", "preservation", "mitigation", "investigation"))

URGENCY_CRITERIA = {
    "emergency": frozenset(("risk_to_life_or_safety",)),
    "urgent": frozenset(
        (
            "threat_to_public_security",
            "loss_of_data",
            "custody_decision",
            "harm_to_critical_service",
        )
    ),
    "routine": frozenset[str](),
}

USES = frozenset(("intelligence_only", "investigative", "evidential_with_consent", "evidential"))

# What an author demands of whoever holds a body or an attachment, beside marking and use limit:
# H0 to H3 of Europol's handling codes, and control by the originator.
HANDLING_CODES = frozenset(
    ("prevention_only", "no_judicial_use", "no_onward", "as_stated", "originator_control")
)
# The Permissible Actions Protocol: what may be done on a network with what is said.
PAPS = frozenset(("clear", "green", "amber", "red"))

# The elements of the request form, and how the header says whether each was filled in.
ELEMENTS = frozenset(f"E{number:02d}" for number in range(1, 29))
ELEMENT_VALUES = frozenset(("given", "not_known", "not_applicable"))

OUTCOMES = frozenset(
    (
        "fulfilled_full",
        "fulfilled_part",
        "nil_return",
        "conditional",
        "transferred",
        "refused_full",
        "refused_part",
        "not_competent",
        "duplicate",
    )
)
REFUSED_OUTCOMES = frozenset(("refused_full", "refused_part"))
ITEM_RESULTS = frozenset(("supplied", "nil", "refused", "missing"))

GROUNDS = frozenset(
    (
        "not_available",
        "form_requirements_not_met",
        "judicial_authorisation_refused",
        "data_category_excluded",
        "data_unreliable",
        "national_security",
        "sovereignty_or_ordre_public",
        "ongoing_investigation",
        "safety_of_person",
        "interests_of_legal_person",
        "de_minimis_offence",
        "no_dual_criminality",
        "political_offence",
        "disproportionate",
        "third_party_consent_missing",
        "human_rights_risk",
        "ne_bis_in_idem",
        "reciprocity_not_assured",
        "other",
    )
)

# On which a responder may move its own due time by notice, where the accord allows it.
EXTENSION_GROUNDS = frozenset(
    (
        "judicial_authorisation",
        "third_party_consultation",
        "volume_of_data",
        "complexity",
        "translation",
        "technical_failure",
        "other",
    )
)

# What a party tells about an incident, step by step.
STAGES = frozenset(("early_warning", "notification", "final_report"))

WITHDRAWAL_REASONS = frozenset(
    (
        "no_longer_needed",
        "obtained_elsewhere",
        "sent_in_error",
        "replaced",
        "legal_basis_ended",
        "other",
    )
)

# What is wrong with an element, and what the answer to the question about it was.
DEFECTS = frozenset(("missing", "unclear", "invalid", "inconsistent", "further"))
ANSWER_RESULTS = frozenset(
    ("supplied", "corrected", "already_in_form", "new_information", "cannot_supply")
)

MOST_USEFUL = 3  # of 0 not useful, 1 little, 2 useful, 3 decisive
FEEDBACK_REASONS = frozenset(
    (
        "late",
        "incomplete",
        "wrong_data",
        "format",
        "language",
        "already_known",
        "not_actionable",
    )
)
NO_EFFECT = "none"
FEEDBACK_EFFECTS = frozenset(
    ("blocked", "victim_notified", "investigation_opened", "arrest", "takedown", NO_EFFECT)
)

INFORMATION_FORMS = frozenset(("news", "findings", "indicators", "incident"))

LEVELS = frozenset(("L1", "L2", "L3", "L4"))
ESCALATION_TRIGGERS = frozenset(
    (
        "overdue",
        "refusal",
        "dispute",
        "emergency",
        "marking_breach",
        "failed_checks",
        "urgent_case",
    )
)
ESCALATION_DECISIONS = frozenset(("instructed", "settled", "referred_up", "declined"))

# In which a call was held: those that the United Nations speak, or another, which the body names.
CALL_LANGUAGES = frozenset(("ar", "en", "es", "fr", "other", "ru", "zh"))
CALL_BASES = frozenset(("emergency", "request", "urgent_case"))

# Of a dialogue: what a round is, who sits there and how, why it was put off, who owes what.
ROUND_KINDS = frozenset(("round", "preparatory"))
CAPACITIES = frozenset(("chair", "co_chair", "representative", "member"))
PRESENCES = frozenset(("in_person", "telephone", "video", "absent"))
ROUND_GROUNDS = frozenset(
    ("scheduling", "change_of_office", "preparation", "suspension", "event", "other")
)
OWNERS = frozenset(("author", "other_party", "both"))
LANGUAGES_OF_TEXTS = frozenset(("en", "zh-Hans"))

# What people write in words of their own, and two may have to stand for. Proposals, acceptances,
# cuts and reviews are said by who may (docs/spec/people.md), each at once; nodes say the rest.
FOUR_EYES_TYPES = frozenset(
    (
        "acknowledgement",
        "assessment",
        "call",
        "clarification",
        "concern",
        "contact",
        "custody",
        "deliverable",
        "dispute",
        "escalation",
        "extension",
        "feedback",
        "information",
        "outcome",
        "renewal",
        "reply",
        "request",
        "response",
        "round",
        "status",
        "suspension",
        "withdrawal",
    )
)

# Of a concern: the elements of a commitment it touches, and what is replied. Grades are those of
# the Admiralty system, of source and of information, set independently.
COMMITMENT_ELEMENTS = frozenset(("nexus", "theft", "object", "intent", "after_accord"))
REPLY_POSITIONS = frozenset(("explained", "remedied", "disputed"))
SOURCE_GRADES = frozenset("ABCDEF")
INFORMATION_GRADES = frozenset("123456")
# Of an assessment: its steps, how an element stands, how sure its assessor is, why there is nothing
# to judge by, and what the other side says to the draft.
ASSESSMENT_STEPS = frozenset(("drafted", "commented", "released"))
ELEMENT_RESULTS = frozenset(("shown", "alleged", "not_shown", "contradicted", "not_assessable"))
CONFIDENCES = frozenset(("low", "moderate", "high"))
NOT_ASSESSABLE_GROUNDS = frozenset(
    ("no_evidence", "no_access", "evidence_conflicts", "text_unclear", "not_yet_due", "other")
)
COMMENT_POSITIONS = frozenset(("agrees", "disagrees", "noted"))
# How a dispute begins, is answered, becomes smaller and ends.
DISPUTE_STEPS = frozenset(("stated", "answered", "narrowed", "withdrawn"))

# Of a suspension: what is suspended, and on which ground.
SUSPENSION_SCOPES = frozenset(("accord", "series", "channel"))
SUSPENSION_GROUNDS = frozenset(
    ("review", "breach", "measure_of_the_other", "change_of_government", "technical", "other")
)

# Of a point of contact: its role, and how its channel is carried.
CONTACT_ROLES = frozenset(("diplomatic", "duty", "judicial", "technical"))
CHANNEL_CARRIERS = frozenset(("https", "mail", "folder", "telephone", "other"))

# What may be said of a person of concern. "Reported" is not "confirmed", and neither is guilt.
CUSTODY_EVENTS = frozenset(
    (
        "named_in_list",
        "located",
        "detained_reported",
        "detained_confirmed",
        "arrested_reported",
        "arrested_confirmed",
        "identity_match_none",
        "identity_match_claimed",
        "identity_match_confirmed",
        "charged",
        "tried",
        "convicted",
        "acquitted",
        "released",
        "extradition_refused",
    )
)
ERASURE_DECISIONS = frozenset(("erased", "kept"))
