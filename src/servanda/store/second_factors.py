"""Second factors and spent codes in SQL."""

from dataclasses import dataclass

from servanda.core.identifiers import Digest
from servanda.core.people.second_factor import SecondFactor
from servanda.store.sql import Database

_ADD = """
INSERT INTO store_secondfactor (digest, name, secret, recovery) VALUES (%s, %s, %s, %s)
ON CONFLICT (digest) DO NOTHING
"""
_OF = "SELECT secret, recovery FROM store_secondfactor WHERE digest = %s"
_SPEND = "INSERT INTO store_spentcode (mark) VALUES (%s) ON CONFLICT (mark) DO NOTHING"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredSecondFactors(Database):
    """Fills the port `SecondFactorStore`."""

    def save_second_factor(self, name: str, factor: SecondFactor) -> None:
        """Add one of `name`."""
        with self.transaction():
            values = (factor.digest, name, factor.secret, " ".join(factor.recovery))
            self.run(_ADD, values)

    def second_factor(self, digest: Digest) -> SecondFactor | None:
        """Return what was kept under `digest`, whether or not it still fits that digest."""
        row = self.row(_OF, (digest,))
        if row is None:
            return None
        recovery = tuple(Digest(one) for one in str(row[1]).split())
        return SecondFactor(secret=bytes(row[0]), recovery=recovery)

    def spend(self, factor: Digest, mark: str) -> bool:
        """Note that a code is spent; False if it was before."""
        with self.transaction():
            return self.run(_SPEND, (f"{factor} {mark}",)) == 1
