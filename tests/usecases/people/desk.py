"""A desk in memory with persons, and acts that go through the boundary as the command line's do."""

from collections.abc import Callable
from dataclasses import dataclass

from servanda.core.audit.entry import AuditEntry, parse_entry
from servanda.core.people.roles import Role
from servanda.usecases.people.boundary import Call, admit, conclude
from servanda.usecases.people.change_people import Changed, add_person, confirm_change
from servanda.usecases.people.prove_person import Claim
from servanda.usecases.services import Services
from tests.usecases.nodes import Cast, agreed_cast

ROLES: dict[str, list[Role]] = {
    "ada": [Role.ADMINISTRATOR],
    "ben": [Role.APPROVER],
    "cleo": [Role.OFFICER],
    "dora": [Role.OFFICER, Role.APPROVER],
    "emil": [Role.AUDITOR],
    "finn": [Role.ANALYST],
    "gita": [Role.PRINCIPAL],
    "hugo": [Role.TRANSLATOR],
}


def passphrase_of(name: str) -> bytes:
    return f"the passphrase of {name}".encode()


@dataclass(frozen=True)
class PeopledDesk:
    """Alice's desk, with a person for each role.

    Attributes:
        cast: Alice and Bob, with an accord in force.
    """

    cast: Cast

    @property
    def services(self) -> Services:
        return self.cast.alice.services

    def claim(self, name: str, *, cover: str = "", passphrase: bytes | None = None) -> Claim:
        said = passphrase_of(name) if passphrase is None else passphrase
        return Claim(name=name, cover=cover, passphrase=said)

    def act(
        self,
        verb: str,
        name: str | None,
        act: Callable[[], object] = lambda: None,
        *,
        cover: str = "",
        options: tuple[str, ...] = (),
        passphrase: bytes | None = None,
    ) -> object:
        claim = None if name is None else self.claim(name, cover=cover, passphrase=passphrase)
        call = Call(verb=verb, options=options)
        admission = admit(call, claim=claim, services=self.services)
        code = "broken-off"
        try:
            result = act()
            code = ""
        finally:
            conclude(admission, code=code, services=self.services)
        return result

    def entries(self) -> list[AuditEntry]:
        records = self.services.store.audit_records(first=0, limit=10_000)
        return [parse_entry(record.line) for record in records]


def peopled_desk(*names: str) -> PeopledDesk:
    """Return a desk with these persons; all of `ROLES` without any."""
    desk = PeopledDesk(agreed_cast())
    for name in names or ROLES:
        add(desk, name)
    return desk


def add(desk: PeopledDesk, name: str) -> None:
    def added() -> Changed:
        return add_person(
            name, roles=ROLES[name], passphrase=passphrase_of(name), services=desk.services
        )

    by = None if name == "ada" else "ada"
    changed = desk.act("staff add", by, added)
    assert isinstance(changed, Changed)
    if changed.waits:
        desk.act(
            "staff confirm", "ben", lambda: confirm_change(changed.entry, services=desk.services)
        )
