"""Rotation as a state that is wanted: what a log lacks of it, and when a seed may go."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from servanda.core.canonical import JsonObject
from servanda.core.envelope.hpke import kem_public_bytes, parse_kem_name
from servanda.core.envelope.notes import InvalidSignatureError, build_note, verify_note
from servanda.core.identifiers import AccordName, Origin
from servanda.core.keys.card import Card, verify_card
from servanda.core.keys.private import (
    PartySecrets,
    leaf_signer,
    replace_secrets,
    root_signers,
    sheet_of,
    with_kem_key,
)
from servanda.core.keys.rotation import (
    Hold,
    Holding,
    OwnLog,
    WantedKeys,
    find_holdings,
    missing_key_leaves,
    next_kem_name,
)
from servanda.core.keys.sheets import sign_sheet
from servanda.core.keys.timeline import KeyTimeline
from tests.core.keys.cast import (
    ALICE,
    BOB,
    EXPIRY,
    authority_of,
    card_of,
    fixed_randomness,
    root_of,
    secrets_of,
)

SHEETS = 4
LOG = Origin(from_party=ALICE, accord_name=AccordName("a-b"), to_party=BOB)


@lru_cache
def secrets_at(serial: int) -> PartySecrets:
    """Return Alice's keys of the sheet `serial`; each sheet has a KEM key of its own."""
    if serial == 1:
        return secrets_of(ALICE)
    return replace_secrets(
        secrets_at(serial - 1), fixed_randomness(f"keys {serial}"), kem_name=f"kem-202{serial + 5}a"
    )


@lru_cache
def card_at(serial: int) -> Card:
    """Return Alice's card with the sheets up to `serial`."""
    if serial == 1:
        return card_of(ALICE)
    sheet = sheet_of(
        secrets_at(serial),
        root=root_of(ALICE).public,
        serial=serial,
        tls=authority_of(ALICE),
        carriers={},
        expires=EXPIRY,
    )
    note = sign_sheet(sheet, root_signers(root_of(ALICE)))
    return verify_card([*card_at(serial - 1).notes, note])


@lru_cache
def public(name: str) -> bytes:
    return kem_public_bytes(name.encode().ljust(32, b"."))


def wanted(serial: int, kem_name: str = "") -> WantedKeys:
    secrets = secrets_at(serial)
    if not kem_name:
        return WantedKeys(
            card=card_at(serial),
            kem_name=secrets.newest_kem_name,
            kem_public=secrets.newest_kem_public,
        )
    return WantedKeys(card=card_at(serial), kem_name=kem_name, kem_public=public(kem_name))


def brought(keys: KeyTimeline, want: WantedKeys, *, at: int) -> KeyTimeline:
    for index, facts in enumerate(missing_key_leaves(keys, want), start=at):
        keys = keys.with_key_leaf(index, facts)
    return keys


@dataclass
class Oracle:
    """The keys at each leaf, written down one by one: slow, and obviously right."""

    serial: int = 1
    kem: frozenset[str] = frozenset({"kem-2026a"})

    def take(self, facts: JsonObject | None) -> None:
        if facts is None:
            return
        if "sheet" in facts:
            self.serial += 1
            self.kem = frozenset({secrets_at(self.serial).newest_kem_name})
        added, retired = facts.get("add", {}), facts.get("retire", [])
        assert isinstance(added, Mapping)
        assert isinstance(retired, list)
        self.kem = self.kem - {str(name) for name in retired} | added.keys()


# What happens at each leaf of a log: nothing, the next sheet, or a new KEM key for the old one.
logs = st.lists(st.sampled_from(["nothing", "nothing", "sheet", "kem"]), max_size=12)


@given(logs)
def test_a_leaf_is_checked_with_the_keys_after_the_leaves_up_to_itself(happens: list[str]) -> None:
    timeline, oracle, serial = KeyTimeline.of_card(card_of(ALICE)), Oracle(), 1
    expected: list[tuple[int, frozenset[str]]] = []
    for index, what in enumerate(happens):
        facts: JsonObject | None = None
        if what == "sheet" and serial < SHEETS:
            serial += 1
            facts = {"sheet": card_at(serial).notes[-1].decode()}
        elif what == "kem":
            name = next_kem_name(timeline.newest.kem, year=2026)
            want = replace(wanted(serial, name), card=card_at(serial))
            (facts,) = missing_key_leaves(timeline, want)
        if facts is not None:
            timeline = timeline.with_key_leaf(index, facts)
        oracle.take(facts)
        expected.append((oracle.serial, oracle.kem))

    for index, (now, kem) in enumerate(expected):
        keys = timeline.keys_after(index)
        assert (keys.serial, frozenset(keys.kem)) == (now, kem)
        note = build_note(b"leaf\n", [leaf_signer(secrets_at(now))])
        assert verify_note(note, [keys.sign_verifier]) == b"leaf\n"
        for other in {1, 2, 3, 4} - {now}:
            wrong = build_note(b"leaf\n", [leaf_signer(secrets_at(other))])
            with pytest.raises(InvalidSignatureError):
                verify_note(wrong, [keys.sign_verifier])


@given(
    st.lists(st.tuples(st.integers(1, SHEETS), st.booleans()), max_size=4),
    st.integers(1, SHEETS),
    st.sampled_from(["", "kem-2040a"]),
)
def test_what_is_missing_makes_any_log_say_what_is_wanted_and_is_then_missing_no_more(
    before: list[tuple[int, bool]], serial: int, kem_name: str
) -> None:
    keys, at = KeyTimeline.of_card(card_of(ALICE)), 0
    for number, with_kem in sorted(before):
        if number <= serial:
            keys = brought(keys, wanted(number, f"kem-203{number}" if with_kem else ""), at=at)
            at += 10
    want = wanted(serial, kem_name)

    after = brought(keys, want, at=at)

    assert len(missing_key_leaves(keys, want)) <= 2
    assert after.newest.serial == serial
    assert dict(after.newest.kem) == {want.kem_name: want.kem_public}
    assert missing_key_leaves(after, want) == ()


def test_a_log_that_says_what_is_wanted_lacks_nothing() -> None:
    assert missing_key_leaves(KeyTimeline.of_card(card_at(1)), wanted(1)) == ()


@pytest.mark.parametrize("seen_size", range(12))
def test_a_seed_is_kept_until_the_retirement_is_seen_and_not_longer(seen_size: int) -> None:
    keys = brought(KeyTimeline.of_card(card_of(ALICE)), wanted(2), at=7)
    log = OwnLog(origin=LOG, keys=keys, seen_size=seen_size)

    holdings = find_holdings("kem-2026a", wanted=wanted(2), logs=[log])

    is_seen = seen_size > 7
    assert holdings == ([] if is_seen else [Holding(hold=Hold.NOT_SEEN, origin=LOG)])


def test_one_log_that_has_not_retired_or_not_been_seen_keeps_the_seed() -> None:
    begun = KeyTimeline.of_card(card_of(ALICE))
    retired = brought(begun, wanted(2), at=0)
    kinds = {
        Hold.LIVE: OwnLog(origin=LOG, keys=begun, seen_size=9),
        Hold.NOT_SEEN: OwnLog(origin=LOG, keys=retired, seen_size=0),
        None: OwnLog(origin=LOG, keys=retired, seen_size=1),
    }

    for combination in product(kinds, repeat=3):
        found = find_holdings(
            "kem-2026a", wanted=wanted(2), logs=[kinds[kind] for kind in combination]
        )

        assert [holding.hold for holding in found] == [one for one in combination if one]


def test_the_newest_key_and_that_of_the_card_are_kept_whatever_was_seen() -> None:
    keys = brought(KeyTimeline.of_card(card_of(ALICE)), wanted(1, "kem-2026b"), at=0)
    log = OwnLog(origin=LOG, keys=keys, seen_size=100)

    for name, hold in (("kem-2026b", Hold.IN_USE), ("kem-2026a", Hold.IN_CARD)):
        found = find_holdings(name, wanted=wanted(1, "kem-2026b"), logs=[log])
        assert [holding.hold for holding in found] == [hold]


def test_a_seed_that_no_log_and_no_card_names_need_not_be_kept() -> None:
    log = OwnLog(origin=LOG, keys=KeyTimeline.of_card(card_of(ALICE)), seen_size=0)

    assert find_holdings("kem-1999", wanted=wanted(1), logs=[log]) == []


@given(st.lists(st.integers(1970, 2100), min_size=1, max_size=60))
def test_every_new_name_is_a_name_and_sorts_after_all_before(years: list[int]) -> None:
    names: list[str] = []
    for year in years:
        name = next_kem_name(names, year=year)
        assert parse_kem_name(name) == name
        assert all(name > before for before in names)
        names.append(name)


def test_names_go_on_with_the_alphabet_and_beyond_it() -> None:
    assert next_kem_name([], year=2026) == "kem-2026a"
    assert next_kem_name(["kem-2026a"], year=2026) == "kem-2026b"
    assert next_kem_name(["kem-2026z"], year=2026) == "kem-2026za"
    assert next_kem_name(["kem-2026b", "kem-2026a"], year=2027) == "kem-2027a"
    assert next_kem_name(["kem-2026b"], year=2024) == "kem-2026c"
    assert next_kem_name(["kem-first-1"], year=2026) == "kem-first-1a"


def test_a_new_set_of_keys_has_nothing_of_the_old_one_but_the_carriers_authority() -> None:
    old, new = secrets_at(1), secrets_at(2)

    assert {old.sign, old.log_ed25519, old.log_ml_dsa_44, *old.kem.values()}.isdisjoint(
        {new.sign, new.log_ed25519, new.log_ml_dsa_44, *new.kem.values()}
    )
    assert (old.tls, old.tls_authority) == (new.tls, new.tls_authority)


def test_a_sheet_names_the_newest_kem_key_alone() -> None:
    secrets = with_kem_key(secrets_at(1), "kem-2026b", b"b" * 32)

    sheet = sheet_of(
        secrets, root=root_of(ALICE).public, serial=2, tls=b"", carriers={}, expires=EXPIRY
    )

    assert sheet.kem == {"kem-2026b": kem_public_bytes(b"b" * 32)}
