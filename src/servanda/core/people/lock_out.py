"""How long nobody is looked at after wrong attempts in a row: longer each time, up to a bound.

Source: docs/spec/people.md, "Passphrases"; docs/spec/desk.md, "Signing in".
"""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class LockOut:
    """One rule.

    Attributes:
        free: So many wrong attempts in a row cost nothing.
        first: For how long nobody is looked at after the last of them; each wrong one after it
            doubles that.
        most: And never longer than this, so that nobody is kept out for good by others' guesses.
    """

    free: int
    first: timedelta
    most: timedelta

    def until(self, failures: int, *, last_at: datetime | None) -> datetime | None:
        """Return until when nobody is looked at; None where nothing holds it up.

        Args:
            failures: Wrong attempts in a row.
            last_at: When the last of them was; None without any.
        """
        if failures < self.free or last_at is None:
            return None
        # More doublings than these are past any bound, and would be a number without use.
        doublings = min(failures - self.free, 32)
        wait: timedelta = min(self.first * (1 << doublings), self.most)
        return last_at + wait


# Of a person's passphrase, wherever it is typed.
OF_A_PERSON = LockOut(free=5, first=timedelta(minutes=15), most=timedelta(hours=4))

# Of an address that sign-ins come from: a whole desk may sit behind one.
OF_AN_ADDRESS = LockOut(free=20, first=timedelta(minutes=1), most=timedelta(hours=1))
