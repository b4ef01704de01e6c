"""Keys of programs, and what was answered to them, in memory.

Source: servanda/usecases/ports/api_keys.py, whose promises it keeps.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from threading import Lock

from typing_extensions import override

from servanda.core.identifiers import Digest
from servanda.core.people.api_key import ApiKey
from servanda.usecases.ports.api_keys import (
    AnswerStore,
    ApiKeyRecord,
    ApiKeyStore,
    GivenAnswer,
    UploadRecord,
    UploadStore,
)


class MemoryApiKeys(ApiKeyStore, AnswerStore, UploadStore):
    """Fills the ports `ApiKeyStore`, `AnswerStore` and `UploadStore`."""

    def __init__(self) -> None:
        super().__init__()
        self._keys: dict[Digest, ApiKeyRecord] = {}
        self._answers: dict[Digest, GivenAnswer] = {}
        self._answering = Lock()
        self._uploads: dict[Digest, UploadRecord] = {}

    @override
    def save_api_key(self, key: ApiKey) -> None:
        self._keys[key.token] = ApiKeyRecord(key=key)

    @override
    def api_key(self, token: Digest) -> ApiKeyRecord | None:
        return self._keys.get(token)

    @override
    def api_keys(self) -> Sequence[ApiKeyRecord]:
        found = [*self._keys.values()]
        return sorted(found, key=lambda one: (one.key.person, one.key.made_at, one.key.token))

    @override
    def use_api_key(self, token: Digest, *, at: datetime) -> None:
        if token in self._keys:
            self._keys[token] = replace(self._keys[token], used_at=at)

    @override
    def end_api_key(self, token: Digest) -> None:
        self._keys.pop(token, None)

    @override
    def begin_answer(self, answer: GivenAnswer, *, forget_before: datetime) -> GivenAnswer | None:
        with self._answering:
            for one in [*self._answers.values()]:
                if one.begun_at < forget_before:
                    del self._answers[one.name]
            known = self._answers.get(answer.name)
            if known is None:
                self._answers[answer.name] = answer
            return known

    @override
    def finish_answer(self, answer: GivenAnswer) -> None:
        with self._answering:
            if answer.name in self._answers:
                self._answers[answer.name] = answer

    @override
    def forget_answer(self, name: Digest) -> None:
        self._answers.pop(name, None)

    @override
    def save_upload(self, upload: UploadRecord) -> None:
        self._uploads.setdefault(upload.digest, upload)

    @override
    def upload(self, digest: Digest) -> UploadRecord | None:
        return self._uploads.get(digest)

    @override
    def uploads_before(self, at: datetime) -> Sequence[UploadRecord]:
        found = [one for one in self._uploads.values() if one.at < at]
        return sorted(found, key=lambda one: (one.at, one.digest))

    @override
    def end_upload(self, digest: Digest) -> None:
        self._uploads.pop(digest, None)
