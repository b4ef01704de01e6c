"""Two coders work blind, a third settles, both first answers stay, and kappa is Cohen's."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.evidence.incidents.agreement import agreements, kappa
from servanda.evidence.incidents.coding import InvalidCodingError, parse_coding
from servanda.evidence.incidents.elements import ElementName, ElementValue, Result
from servanda.evidence.incidents.incident import fold_incidents, require_codable, shown_to
from tests.evidence.incidents.codings import KEY, coded, coding


def test_one_coder_confirms_nothing() -> None:
    (incident,) = fold_incidents(coded(("anna", coding())))

    assert not incident.is_confirmed
    assert incident.answers() == {}
    assert incident.element(ElementName.NEXUS) is ElementValue.NOT_ASSESSABLE


def test_two_coders_who_agree_confirm_an_incident() -> None:
    (incident,) = fold_incidents(coded(("anna", coding()), ("boris", coding())))

    assert incident.is_confirmed
    assert incident.result is Result.EXFIL_SHOWN


def test_where_they_differ_nothing_is_assessed_until_a_third_settles() -> None:
    two = (("anna", coding()), ("boris", coding(nexus="alleged")))
    (open_,) = fold_incidents(coded(*two))
    (settled,) = fold_incidents(coded(*two, ("carla", coding(nexus="alleged", settles=True))))

    assert open_.element(ElementName.NEXUS) is ElementValue.NOT_ASSESSABLE
    assert not open_.is_confirmed
    assert settled.element(ElementName.NEXUS) is ElementValue.ALLEGED
    assert settled.is_confirmed
    assert [one.by for one in settled.codings] == ["anna", "boris"]


def test_nobody_settles_their_own_disagreement() -> None:
    decided = coded(
        ("anna", coding()),
        ("boris", coding(nexus="alleged")),
        ("anna", coding(nexus="shown", settles=True)),
    )

    (incident,) = fold_incidents(decided)

    assert incident.settlement is None
    with pytest.raises(InvalidCodingError):
        require_codable(
            decided[:2], target=KEY, by="anna", coding=parse_coding(coding(settles=True))
        )


def test_a_second_answer_of_one_person_counts_for_nothing() -> None:
    decided = coded(("anna", coding(nexus="alleged")), ("anna", coding()), ("boris", coding()))

    (incident,) = fold_incidents(decided)

    assert incident.element(ElementName.NEXUS) is ElementValue.NOT_ASSESSABLE
    with pytest.raises(InvalidCodingError):
        require_codable(decided, target=KEY, by="anna", coding=parse_coding(coding()))


def test_whoever_has_not_answered_sees_no_other_answer() -> None:
    (incident,) = fold_incidents(coded(("anna", coding())))

    assert shown_to(incident, person="boris").codings == ()
    assert shown_to(incident, person="anna").codings == incident.codings


@pytest.mark.parametrize(
    "changed",
    [
        {"nexus": "proven"},
        {"victim": "school"},
        {"started": {"earliest": "2025-10-20", "latest": "2025-10-01"}},
        {"started": {"earliest": "soon", "latest": None}},
        {"attribution": {"status": "withheld", "on": None}},
        {"elements": {}},
        {"title": ""},
        {"settles": "yes"},
        {"extra": 1},
    ],
)
def test_an_answer_that_is_not_in_its_list_is_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(InvalidCodingError):
        parse_coding(coding(**changed))


def test_an_element_that_is_shown_rests_on_a_span() -> None:
    elements = dict(coding()["elements"].items())  # type: ignore[union-attr]
    elements["nexus"] = {"value": "shown", "spans": []}

    with pytest.raises(InvalidCodingError, match="at least one span"):
        parse_coding(coding(elements=elements))


def test_the_raw_table_and_kappa_of_a_worked_example() -> None:
    # Ten incidents: both say yes five times, no three times; they differ twice.
    answers = [("yes", "yes")] * 5 + [("no", "no")] * 3 + [("yes", "no"), ("no", "yes")]

    # Observed 8/10; by chance 6/10 * 6/10 + 4/10 * 4/10 = 52/100; (80 - 52) / (100 - 52).
    assert kappa(answers) == 583


def test_kappa_is_not_defined_where_there_is_only_one_word() -> None:
    assert kappa([("yes", "yes")] * 9) is None
    assert kappa([]) is None


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=1))
def test_kappa_is_one_exactly_where_all_agree(answers: list[tuple[str, str]]) -> None:
    found = kappa(answers)

    if found is not None:
        assert -1_000 <= found <= 1_000
        assert (found == 1_000) == all(one == other for one, other in answers)
    assert kappa(list(reversed(answers))) == found


def test_agreement_is_shown_field_by_field() -> None:
    decided = coded(("anna", coding()), ("boris", coding(nexus="alleged")))

    by_field = {one.field: one for one in agreements(fold_incidents(decided))}

    assert (by_field["nexus"].agreed, by_field["nexus"].count) == (0, 1)
    assert by_field["nexus"].table == {("shown", "alleged"): 1}
    assert by_field["theft"].agreed == 1


def test_spaces_case_and_width_of_an_id_make_no_second_coder() -> None:
    (incident,) = fold_incidents(
        coded(("anna", coding()), (" Anna", coding()), ("\uff41nna ", coding()))
    )

    assert [one.by for one in incident.codings] == ["anna"]
    with pytest.raises(InvalidCodingError):
        require_codable(
            coded(("anna", coding())), target=KEY, by="ANNA", coding=parse_coding(coding())
        )


def test_kappa_compares_persons_whoever_of_them_was_quicker() -> None:
    yes, no = coding(victim="company"), coding(victim="government")
    by_turns = (
        *fold_incidents(coded(("anna", yes), ("boris", no))),
        *fold_incidents(coded(("boris", no), ("anna", yes), key="incident:other")),
    )

    (victim,) = [one for one in agreements(by_turns) if one.field == "victim"]

    assert victim.table == {("company", "government"): 2}
    assert victim.kappa == 0


def test_a_coding_rests_on_keys_of_quotations_and_claims_alone() -> None:
    nonsense = coding(nexus="shown")
    nonsense["elements"]["nexus"]["spans"] = ["quotation:nonsense"]  # type: ignore[index,call-overload]  # built above

    with pytest.raises(InvalidCodingError, match="content key"):
        require_codable((), target=KEY, by="anna", coding=parse_coding(nonsense))
