"""`key`: a party brings a new key sheet into force, or adds and retires KEM keys.

Source: docs/spec/statements/key.md.
"""

from servanda.core.statements.fields import Base64Bytes, KemName, KeySheetNote, ListOf
from servanda.core.statements.rules import OneGroup
from servanda.core.statements.schema import MapOf, Schema
from servanda.core.statements.types import TLP, StatementType

KEM_PUBLIC_BYTES = 1_216  # X-Wing: ML-KEM-768 (1,184) and X25519 (32)
MAX_KEM_KEYS = 8  # a few periods side by side; more would only make leaves long

TYPE = StatementType(
    name="key",
    facts=Schema(
        optional={
            "sheet": KeySheetNote(),
            "add": MapOf(KemName(), Base64Bytes(KEM_PUBLIC_BYTES), most=MAX_KEM_KEYS),
            "retire": ListOf(KemName(), most=MAX_KEM_KEYS),
            "tlp": TLP,
        },
        rules=(OneGroup((frozenset(("sheet",)), frozenset(("add", "retire")))),),
    ),
    before_accord=True,
)
