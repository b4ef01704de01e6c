"""Tell which Ed25519 public keys prove nothing, so that they are refused before any use.

Of the points of the curve eight are of small order: a signature by one of these fits without any
private key, and whoever "signed" may deny it, since its counterpart could have made it. Points
have further spellings beside the canonical one, on which verifiers disagree. A library's
verification takes both kinds, so keys are asked here.

Source: RFC 8032, 5.1.3 (encoding); C2SP CCTV, ed25519 (the points and their fourteen encodings).
"""

_SIGN_BIT = 1 << 255
_FIELD = 2**255 - 19

# y of the eight points of order 1, 2, 4 and 8. Each y but 1 and -1 has two points, that differ in
# the sign of x alone. Little-endian, as keys are.
_SMALL_ORDER = frozenset(
    {
        1,
        _FIELD - 1,
        0,
        int.from_bytes(
            bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
            "little",
        ),
        int.from_bytes(
            bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
            "little",
        ),
    }
)


def find_ed25519_fault(public: bytes) -> str | None:
    """Return why the 32 bytes `public` prove nothing as a public key, or None.

    That they are a point of the curve at all is not asked: nothing fits a key that is none.
    """
    y = int.from_bytes(public, "little") & ~_SIGN_BIT
    if y >= _FIELD:
        return "expected a point in its canonical form"
    if y in _SMALL_ORDER:
        return "expected a point of large order: anybody could sign for this one"
    return None
