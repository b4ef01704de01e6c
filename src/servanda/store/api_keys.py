"""Keys of programs, and what was answered to them, in SQL."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from servanda.core.identifiers import Digest
from servanda.core.people.api_key import ApiKey, Group
from servanda.store.sql import Database, Row, instant, optional_instant, seconds
from servanda.usecases.ports.api_keys import ApiKeyRecord, GivenAnswer, UploadRecord

_COLUMNS = "token, person, description, groups, writes, made_seconds, expires_seconds, used_seconds"
_ADD = f"""
INSERT INTO store_apikey ({_COLUMNS}) VALUES (%s, %s, %s, %s, %s, %s, %s, NULL)
"""  # noqa: S608 - the columns are the constant above
_ONE = f"SELECT {_COLUMNS} FROM store_apikey WHERE token = %s"  # noqa: S608 - as above
_ALL = f"SELECT {_COLUMNS} FROM store_apikey ORDER BY person, made_seconds, token"  # noqa: S608
_USE = "UPDATE store_apikey SET used_seconds = %s WHERE token = %s"
_END = "DELETE FROM store_apikey WHERE token = %s"

_BEGIN = """
INSERT INTO store_givenanswer (name, asked, begun_seconds, status, body)
VALUES (%s, %s, %s, 0, %s) ON CONFLICT (name) DO NOTHING
"""
_ANSWER = "SELECT name, asked, begun_seconds, status, body FROM store_givenanswer WHERE name = %s"
_FINISH = "UPDATE store_givenanswer SET status = %s, body = %s WHERE name = %s AND asked = %s"
_FORGET = "DELETE FROM store_givenanswer WHERE name = %s"
_FORGET_BEFORE = "DELETE FROM store_givenanswer WHERE begun_seconds < %s"

_ADD_UPLOAD = """
INSERT INTO store_upload (digest, token, file, sent_seconds) VALUES (%s, %s, %s, %s)
ON CONFLICT (digest) DO NOTHING
"""
_UPLOAD = "SELECT digest, token, file, sent_seconds FROM store_upload WHERE digest = %s"
_UPLOADS_BEFORE = """
SELECT digest, token, file, sent_seconds FROM store_upload
WHERE sent_seconds < %s ORDER BY sent_seconds, digest
"""
_END_UPLOAD = "DELETE FROM store_upload WHERE digest = %s"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredApiKeys(Database):
    """Fills the ports `ApiKeyStore`, `AnswerStore` and `UploadStore`."""

    def save_api_key(self, key: ApiKey) -> None:
        """Add a key."""
        values = (
            key.token,
            key.person,
            key.description,
            " ".join(sorted(key.groups)),
            key.writes,
            seconds(key.made_at),
            seconds(key.expires_at),
        )
        with self.transaction():
            self.run(_ADD, values)

    def api_key(self, token: Digest) -> ApiKeyRecord | None:
        """Return what is kept under the digest of a token, or None."""
        row = self.row(_ONE, (token,))
        return None if row is None else _key(row)

    def api_keys(self) -> Sequence[ApiKeyRecord]:
        """Return all keys, by person, then by when they were made."""
        return [_key(row) for row in self.rows(_ALL)]

    def use_api_key(self, token: Digest, *, at: datetime) -> None:
        """Note when it was last used."""
        with self.transaction():
            self.run(_USE, (seconds(at), token))

    def end_api_key(self, token: Digest) -> None:
        """Remove a key."""
        with self.transaction():
            self.run(_END, (token,))

    def begin_answer(self, answer: GivenAnswer, *, forget_before: datetime) -> GivenAnswer | None:
        """Add `answer`, or return what is kept under its name."""
        with self.transaction():
            self.run(_FORGET_BEFORE, (seconds(forget_before),))
            values = (answer.name, answer.asked, seconds(answer.begun_at), b"")
            if self.run(_BEGIN, values):
                return None
            row = self.row(_ANSWER, (answer.name,))
        return answer if row is None else _answer(row)

    def finish_answer(self, answer: GivenAnswer) -> None:
        """Put status and body into the place of what was added."""
        with self.transaction():
            self.run(_FINISH, (answer.status, answer.body, answer.name, answer.asked))

    def forget_answer(self, name: Digest) -> None:
        """Remove it."""
        with self.transaction():
            self.run(_FORGET, (name,))

    def save_upload(self, upload: UploadRecord) -> None:
        """Add one; another of the same digest stays."""
        values = (upload.digest, upload.token, upload.file, seconds(upload.at))
        with self.transaction():
            self.run(_ADD_UPLOAD, values)

    def upload(self, digest: Digest) -> UploadRecord | None:
        """Return one, or None."""
        row = self.row(_UPLOAD, (digest,))
        return None if row is None else _upload(row)

    def uploads_before(self, at: datetime) -> Sequence[UploadRecord]:
        """Return those that were sent before `at`, the oldest first."""
        return [_upload(row) for row in self.rows(_UPLOADS_BEFORE, (seconds(at),))]

    def end_upload(self, digest: Digest) -> None:
        """Remove one."""
        with self.transaction():
            self.run(_END_UPLOAD, (digest,))


def _upload(row: Row) -> UploadRecord:
    digest, token, file, sent = row
    return UploadRecord(
        digest=Digest(digest), token=Digest(token), file=bytes(file), at=instant(sent)
    )


def _key(row: Row) -> ApiKeyRecord:
    token, person, description, groups, writes, made, expires, used = row
    # A group that there is no more, or that somebody wrote into the table, gives nothing.
    known = {group.value for group in Group}
    return ApiKeyRecord(
        key=ApiKey(
            token=Digest(token),
            person=person,
            description=description,
            groups=frozenset(Group(one) for one in str(groups).split() if one in known),
            writes=bool(writes),
            made_at=instant(made),
            expires_at=instant(expires),
        ),
        used_at=optional_instant(used),
    )


def _answer(row: Row) -> GivenAnswer:
    name, asked, begun, status, body = row
    return GivenAnswer(
        name=Digest(name),
        asked=Digest(asked),
        begun_at=instant(begun),
        status=status,
        body=bytes(body),
    )
