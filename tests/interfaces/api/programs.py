"""A program without a network: Django's test client with a key, before a desk in memory."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, cast
from uuid import uuid4

import orjson
from django.http import HttpResponse
from django.test import Client

from servanda.core.people.api_key import Group
from servanda.usecases.casework.show_queue import show_queue
from servanda.usecases.people.api_keys import WantedKey, make_key
from tests.django_stores import set_up_django
from tests.usecases.nodes import REQUEST, REQUEST_BODY, agreed_cast
from tests.usecases.people.desk import ROLES, PeopledDesk, add, passphrase_of
from tests.usecases.people.visitors import claim_of

set_up_django()

PREFIX = "/api/v1"
ALL = frozenset(Group)


@dataclass(frozen=True)
class Program:
    """A program that acts for somebody.

    Attributes:
        token: Its key.
        address: Where it calls from.
    """

    token: str
    address: str = "127.0.0.1"

    @property
    def client(self) -> Client:
        return Client(HTTP_HOST="127.0.0.1:8080", REMOTE_ADDR=self.address)

    def get(self, path: str, **query: str) -> HttpResponse:
        headers = {"authorization": f"Bearer {self.token}"}
        return cast(HttpResponse, self.client.get(PREFIX + path, query, headers=headers))

    def post(
        self,
        path: str,
        body: object,
        *,
        name: str | None = None,
        media: str = "application/json",
        headers: Mapping[str, str] | None = None,
    ) -> HttpResponse:
        said = body if isinstance(body, bytes) else orjson.dumps(body)
        given = {
            "authorization": f"Bearer {self.token}",
            "idempotency-key": uuid4().hex if name is None else name,
            **(headers or {}),
        }
        return cast(
            HttpResponse,
            self.client.post(PREFIX + path, said, content_type=media, headers=given),
        )


def told(answer: HttpResponse) -> Any:  # noqa: ANN401 - whatever was answered
    """Return what an answer says."""
    return orjson.loads(answer.content)


def program_of(
    desk: PeopledDesk,
    name: str,
    *,
    groups: Collection[Group] = ALL,
    writes: bool = True,
    lasts: timedelta = timedelta(days=1),
) -> Program:
    """Return a program with a new key of a person of the desk."""
    claim = claim_of(name, desk, at=datetime.now(UTC))
    wanted = WantedKey(
        description=f"of {name}",
        groups=groups,
        writes=writes,
        expires_at=datetime.now(UTC) + lasts,
    )
    token = make_key(wanted, passphrase=passphrase_of(name), claim=claim, services=desk.services)
    return Program(token)


def asked_desk() -> PeopledDesk:
    """Return Alice's desk with a person for each role, asked by Bob once."""
    cast = agreed_cast()
    cast.bob.send("request", REQUEST, body=REQUEST_BODY)
    cast.settle()
    show_queue(services=cast.alice.services)
    desk = PeopledDesk(cast)
    for name in ROLES:
        add(desk, name)
    return desk
