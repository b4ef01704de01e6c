"""Any bytes give a value or a `ServandaError`: noise, and good inputs with something changed."""

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache, partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from servanda.core.accords.accord import parse_accord
from servanda.core.bundle.layout import parse_manifest
from servanda.core.canonical import parse, parse_object
from servanda.core.envelope.notes import split_note
from servanda.core.envelope.run import encode_run, parse_run
from servanda.core.envelope.sealed import open_sealed
from servanda.core.errors import ServandaError
from servanda.core.exchange.leaf import read_leaf
from servanda.core.identifiers import (
    parse_accord_name,
    parse_digest,
    parse_instant,
    parse_origin,
    parse_party,
)
from servanda.core.keys.card import parse_card
from servanda.core.keys.private import (
    encode_root_secrets,
    encode_secrets,
    parse_root_secrets,
    parse_secrets,
)
from servanda.core.keys.sealed_secrets import open_secrets
from servanda.core.keys.sheets import parse_sheet, verify_sheet
from servanda.core.keys.tls import parse_authority
from servanda.core.statements.body import parse_body
from servanda.core.statements.header import parse_header
from servanda.core.statements.registry import STATEMENT_TYPES
from servanda.core.tlog.checkpoint import parse_checkpoint_text
from servanda.core.tlog.hashing import leaf_hash
from servanda.core.tlog.proof import build_proof, encode_proof, parse_proof
from servanda.core.tlog.tiles import encode_entries, parse_entries
from servanda.core.tlog.tree import MerkleTree
from servanda.core.tlog.witness import parse_cosigner
from servanda.core.verifier.cards import Anchors
from servanda.core.verifier.verify import verify_bundle
from servanda.simulation.accord import REQUEST, REQUEST_BODY
from servanda.simulation.misbehaving import misbehave
from servanda.simulation.simulated_node import SimulatedNode
from servanda.simulation.two_nodes import ALICE, make_agreed_nodes
from servanda.usecases.exchange.heads import encode_heads, parse_heads
from servanda.usecases.exchange.receive_envelope import open_envelope
from tests.attacks.stage import bundle_of
from tests.core.bundle.bundles import MemoryReader
from tests.samples import SAMPLES

Parser = Callable[[bytes], object]


def of_text(parser: Callable[[str], object]) -> Parser:
    """A parser of text, given bytes that are text if they can be."""
    return lambda data: parser(data.decode(errors="surrogateescape"))


@cache
def good() -> Mapping[str, bytes]:
    """One good input for each kind, out of an exchange that took place."""
    world = make_agreed_nodes()
    node = world.alice
    node.say("request", REQUEST, body=REQUEST_BODY)
    world.settle()
    world.cut(0)
    other = misbehave(world.bob)
    leaf = node.own_leaves[2]
    head = node.store.checkpoint(node.pair.own)
    sheet = node.services.store.node()
    assert head is not None
    assert sheet is not None
    files = bundle_of(node)
    tree = MerkleTree()
    tree.extend([leaf_hash(bytes([number])) for number in range(9)])
    secrets, root = node.services.keys.load(), node.services.keys.load_root()
    return {
        "note": leaf.note,
        "header": leaf.note.split(b"\n")[0] + b"\n",
        "body": node.store.bodies([leaf.leaf_hash])[leaf.leaf_hash].body,
        "run": encode_run(other.run()),
        "envelope": other.envelope(),
        "checkpoint": split_note(head.note).text,
        "head": head.note,
        "card": sheet.card,
        "sheet": json.loads(sheet.card)[0].encode(),
        "accord": next(data for path, data in files.items() if path.startswith("accords/")),
        "manifest": files["bundle.json"],
        "entries": encode_entries([b"one", b"two"]),
        "proof": encode_proof(build_proof(tree, leaf_index=2, checkpoint=head.note)),
        "heads": encode_heads(node.services.heads.read()),
        "secrets": encode_secrets(secrets),
        "root": encode_root_secrets(root),
        "text": b"2026-01-01T00:00:00Z",
        "origin": str(node.pair.own).encode(),
        "digest": b"sha256:" + b"0" * 64,
        "tls": parse_card(sheet.card).newest.tls,
    }


@cache
def alice() -> SimulatedNode:
    return make_agreed_nodes().alice


def open_as_alice(data: bytes) -> object:
    services = alice().services
    return open_sealed(data, to=ALICE, kem_keys=services.working.of(services.keys).kem)


PARSERS: dict[str, tuple[str, Parser]] = {
    "canonical.parse": ("header", parse),
    "canonical.parse_object": ("accord", parse_object),
    "split_note": ("note", split_note),
    "read_leaf": ("note", read_leaf),
    "parse_header": ("header", parse_header),
    "parse_run": ("run", parse_run),
    "open_sealed": ("envelope", open_as_alice),
    "open_envelope": (
        "envelope",
        lambda data: open_envelope(data, answer_now=True, services=alice().services),
    ),
    "parse_checkpoint_text": ("checkpoint", parse_checkpoint_text),
    "parse_sheet": ("sheet", lambda data: parse_sheet(data.split(b"\n\n")[0] + b"\n")),
    "verify_sheet": (
        "sheet",
        lambda data: verify_sheet(data, root=parse_card(good()["card"]).sheets[0].root),
    ),
    "parse_card": ("card", parse_card),
    "parse_accord": ("accord", parse_accord),
    "parse_manifest": ("manifest", parse_manifest),
    "parse_entries": ("entries", lambda data: parse_entries(data, 2)),
    "parse_proof": ("proof", parse_proof),
    "parse_heads": ("heads", parse_heads),
    "parse_secrets": ("secrets", parse_secrets),
    "parse_root_secrets": ("root", parse_root_secrets),
    "open_secrets": ("secrets", lambda data: open_secrets(data, passphrase=b"x")),
    "parse_authority": ("tls", parse_authority),
    "parse_instant": ("text", of_text(parse_instant)),
    "parse_party": ("text", of_text(parse_party)),
    "parse_accord_name": ("text", of_text(parse_accord_name)),
    "parse_origin": ("origin", of_text(parse_origin)),
    "parse_digest": ("digest", of_text(parse_digest)),
    "parse_cosigner": ("origin", of_text(parse_cosigner)),
    **{
        f"parse_body of {name}": (
            "body",
            partial(parse_body, statement_type=made, facts=SAMPLES[name].facts, attachments=[]),
        )
        for name, made in STATEMENT_TYPES.items()
        if made.body is not None
    },
}

# Values that break parsers more often than chance would find them.
NASTY = (
    b"",
    b"\x00",
    b"\n",
    b"\xff",
    b"null",
    b"true",
    b"[]",
    b"{}",
    b"-1",
    b"0",
    b"1e400",
    b"9007199254740993",
    b"99999999999999999999999",
    b'""',
    b'"\\ud800"',
    "\ufeff".encode(),
    b"9999-99-99T99:99:99Z",
    b"0000-00-00T00:00:00Z",
    b"[" * 2_000,
)


@st.composite
def mutated(draw: st.DrawFn, whole: bytes) -> bytes:
    """A good input in which a few places were changed, cut, doubled or replaced."""
    data = whole
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 40)))
        middle = draw(
            st.one_of(
                st.binary(max_size=20),
                st.sampled_from(NASTY),
                st.just(data[start:end] * 2),
                st.just(bytes(byte ^ 1 for byte in data[start:end])),
            )
        )
        data = data[:start] + middle + data[end:]
    return data


@st.composite
def with_another_value(draw: st.DrawFn, whole: bytes) -> bytes:
    """A good JSON input in which one value is another, in canonical form again."""
    text, line_feed, rest = whole.partition(b"\n")
    value = json.loads(text)
    holder, key = draw(st.sampled_from(sorted(places(value), key=repr)))
    parent = value
    for step in holder:
        parent = parent[step]
    parent[key] = draw(st.sampled_from(OTHER_VALUES))
    encoded = json.dumps(value, separators=(",", ":"), sort_keys=True, ensure_ascii=False)
    return encoded.encode(errors="surrogatepass") + line_feed + rest


OTHER_VALUES: tuple[object, ...] = (
    *(None, True, 0, -1, 1.5, 2**53, 10**30, "", "x", "\x00", "\ud800", "雪" * 100),
    *([], {}, [[]], {"": 0}, "sha256:" + "0" * 64, "2026-02-30T00:00:00Z", "=" * 44),
)


def places(
    value: object, holder: tuple[object, ...] = ()
) -> list[tuple[tuple[object, ...], object]]:
    """The place of every value inside a JSON value: the way to what holds it, and its key."""
    found: list[tuple[tuple[object, ...], object]] = []
    items = value.items() if isinstance(value, dict) else enumerate(value)  # type: ignore[arg-type]
    for key, inner in items:
        found.append((holder, key))
        if isinstance(inner, dict | list):
            found.extend(places(inner, (*holder, key)))
    return found


@pytest.mark.parametrize("name", PARSERS)
@given(data=st.data())
def test_any_bytes_give_a_value_or_our_own_error(name: str, data: st.DataObject) -> None:
    kind, parser = PARSERS[name]
    given_bytes = data.draw(
        st.one_of(st.binary(max_size=200), st.sampled_from(NASTY), mutated(good()[kind]))
    )

    with suppress(ServandaError):
        parser(given_bytes)


@pytest.mark.parametrize(
    "name",
    [
        name
        for name, (kind, _) in PARSERS.items()
        if kind in {"header", "body", "card", "accord", "manifest", "heads", "secrets", "root"}
    ],
)
@given(data=st.data())
def test_any_value_in_any_place_gives_a_value_or_our_own_error(
    name: str, data: st.DataObject
) -> None:
    kind, parser = PARSERS[name]
    given_bytes = data.draw(with_another_value(good()[kind]))

    with suppress(ServandaError):
        parser(given_bytes)


@pytest.mark.parametrize("name", PARSERS)
def test_every_beginning_of_a_good_input_gives_a_value_or_our_own_error(name: str) -> None:
    kind, parser = PARSERS[name]
    whole = good()[kind]
    step = max(1, len(whole) // 300)

    for end in range(0, len(whole), step):
        with suppress(ServandaError):
            parser(whole[:end])


@settings(max_examples=40)
@given(data=st.data())
def test_a_bundle_of_any_files_is_verified_or_refused(data: st.DataObject) -> None:
    files = dict(the_bundle())
    path = data.draw(st.sampled_from(sorted(files)))
    files[path] = data.draw(mutated(files[path]))

    with suppress(ServandaError):
        verify_bundle(MemoryReader(files), anchors=Anchors())


@cache
def the_bundle() -> Mapping[str, bytes]:
    world = make_agreed_nodes()
    world.request(0, ticket="asked")
    world.settle()
    world.cut(1)
    return bundle_of(world.alice)
