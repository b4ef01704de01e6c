"""The program of the how-to page does what the page says, against pages that are served."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.core.wsgi import get_wsgi_application
from typing_extensions import override

from servanda.usecases.casework.show_queue import show_queue
from tests.house.places import ROOT
from tests.interfaces.api.programs import program_of
from tests.interfaces.web.browser import serve_pages, stretch_little
from tests.usecases.nodes import REQUEST, REQUEST_BODY, agreed_cast
from tests.usecases.people.desk import PeopledDesk, add

PAGE = ROOT / "docs" / "how-to" / "api.md"
BLOCK = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)


class _Quiet(WSGIRequestHandler):
    @override
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing of each call."""


@contextmanager
def served() -> Iterator[str]:
    """Return a context in which the pages of this process are served; gives their address."""
    with make_server("127.0.0.1", 0, get_wsgi_application(), handler_class=_Quiet) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/api/v1"
        finally:
            server.shutdown()
            thread.join()


def test_the_program_of_the_page_lists_requests_and_makes_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stretch_little(monkeypatch)
    cast = agreed_cast()
    asked = cast.bob.send("request", REQUEST, body=REQUEST_BODY)
    cast.settle()
    show_queue(services=cast.alice.services)
    desk = PeopledDesk(cast)
    for name in ("ada", "ben", "cleo"):
        add(desk, name)
    serve_pages(desk.services, monkeypatch)
    form = tmp_path / "form.json"
    form.write_text(json.dumps({"facts": REQUEST, "body": REQUEST_BODY}), encoding="utf-8")
    monkeypatch.setenv("SERVANDA_KEY", program_of(desk, "cleo").token)
    monkeypatch.setenv("REQUEST_FILE", str(form))
    program = "\n".join(BLOCK.findall(PAGE.read_text(encoding="utf-8")))

    with served() as address:
        monkeypatch.setenv("SERVANDA_API", address)
        exec(compile(program, str(PAGE), "exec"), {})  # noqa: S102 - the page's own program

    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith(f"{asked} ")
    assert first.endswith(str(REQUEST_BODY["title"]))
    assert second.endswith(" held")
