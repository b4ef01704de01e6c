import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from servanda.core.envelope.ed25519_points import find_ed25519_fault
from servanda.core.envelope.notes import UnusableKeyError, ed25519_signer, ed25519_verifier
from servanda.core.tlog.cosignature import ed25519_cosignature_verifier

# The curve of RFC 8032, 5.1, in the plainest form: slow, and obviously right.
FIELD = 2**255 - 19
D = -121665 * pow(121666, -1, FIELD) % FIELD
SIGN = 1 << 255

Point = tuple[int, int]


def on_curve(encoded: int) -> Point | None:
    """Return the point that 256 bits write, canonical or not, or None if there is none."""
    y = (encoded & ~SIGN) % FIELD
    square = (y * y - 1) * pow(D * y * y + 1, -1, FIELD) % FIELD
    x = pow(square, (FIELD + 3) // 8, FIELD)
    if x * x % FIELD != square:
        x = x * pow(2, (FIELD - 1) // 4, FIELD) % FIELD
    if x * x % FIELD != square:
        return None
    return (FIELD - x if (encoded & SIGN != 0) != (x % 2 == 1) else x) % FIELD, y


def add(p: Point, q: Point) -> Point:
    (x1, y1), (x2, y2) = p, q
    k = D * x1 * x2 * y1 * y2 % FIELD
    x = (x1 * y2 + x2 * y1) * pow(1 + k, -1, FIELD) % FIELD
    return x, (y1 * y2 + x1 * x2) * pow(1 - k, -1, FIELD) % FIELD


def eight_times(point: Point) -> Point:
    for _ in range(3):
        point = add(point, point)
    return point


# All fourteen encodings of the eight points: eight canonical, six not.
ORDER_8 = [
    int.from_bytes(bytes.fromhex(y), "little")
    for y in (
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    )
]
ENCODINGS = [y | sign for y in (0, 1, FIELD - 1, FIELD, FIELD + 1, *ORDER_8) for sign in (0, SIGN)]


@pytest.mark.parametrize("encoded", ENCODINGS, ids=lambda encoded: f"{encoded:064x}"[:8])
def test_a_point_of_small_order_is_no_key_in_any_of_its_fourteen_encodings(encoded: int) -> None:
    point = on_curve(encoded)
    public = encoded.to_bytes(32, "little")

    assert point is not None
    assert eight_times(point) == (0, 1)
    assert find_ed25519_fault(public) is not None
    with pytest.raises(UnusableKeyError):
        ed25519_verifier("alice.example/servanda/sign", public)
    with pytest.raises(UnusableKeyError):
        ed25519_cosignature_verifier("walter.example", public)


def test_there_are_no_more_than_eight_points_of_small_order() -> None:
    points = {on_curve(encoded) for encoded in ENCODINGS}

    # Eight times a point is the identity for no more than eight points of this curve.
    assert len(points) == 8


@pytest.mark.parametrize("sign", [0, SIGN])
@pytest.mark.parametrize("y", range(FIELD, 1 << 255))
def test_no_point_has_a_second_encoding_that_is_a_key(y: int, sign: int) -> None:
    assert find_ed25519_fault((y | sign).to_bytes(32, "little")) is not None


@given(st.binary(min_size=32, max_size=32))
def test_the_key_of_any_seed_is_one(seed: bytes) -> None:
    public = Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()

    assert find_ed25519_fault(public) is None
    assert ed25519_verifier("a", public).key_id == ed25519_signer("a", seed).key_id
