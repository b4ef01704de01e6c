"""Keys of programs at the command line, on a home of files: made at the desk, seen, ended."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.interfaces.cli.test_staff import Staffed

# Makes a key at the desk as a browser does, then calls an operation with it.
MAKE = """
import json
import re
import sys
import django
django.setup()
from django.test import Client
name, passphrase = sys.argv[1:3]
browser = Client(HTTP_HOST="127.0.0.1")
said = {"name": name, "passphrase": passphrase}
assert browser.post("/sign-in", said).status_code == 302
wanted = {
    "description": "a monitor", "group": ["requests", "audit"], "days": "30",
    "passphrase": passphrase,
}
page = browser.post("/account/keys/make", wanted).content.decode()
token = re.search(r'<code class="secret">([^<]+)<', page).group(1)
print(token)
"""
CALL = """
import sys
import django
django.setup()
from django.test import Client
key = {"authorization": "Bearer " + sys.argv[1]}
print(Client(HTTP_HOST="127.0.0.1").get("/api/v1/requests", headers=key).status_code)
"""


@pytest.fixture(name="staffed")
def _staffed(tmp_path: Path) -> Staffed:
    staffed = Staffed(tmp_path)
    staffed.add(None, "ada", "administrator")
    staffed.add("ada", "cleo", "officer")
    return staffed


def played(staffed: Staffed, program: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        env={**staffed.desk.environment(), "DJANGO_SETTINGS_MODULE": "servanda.node.settings"},
        capture_output=True,
        timeout=60,
        check=True,
    )
    return done.stdout.decode().strip()


def test_an_administrator_sees_every_key_and_ends_it(staffed: Staffed) -> None:
    token = played(staffed, MAKE, "cleo", "the passphrase of cleo")
    assert played(staffed, CALL, token) == "200"

    (seen,) = staffed.run("ada", "staff", "keys").result["keys"]
    assert (seen["person"], seen["description"], seen["is_live"]) == ("cleo", "a monitor", True)
    assert (seen["groups"], seen["writes"]) == (["audit", "requests"], False)
    assert seen["used_at"] is not None
    assert token not in json.dumps(seen)

    refused = staffed.run("cleo", "staff", "revoke", str(seen["key"]))
    assert (refused.exit, refused.result["error"]) == (2, "not-permitted")
    ended = staffed.run("ada", "staff", "revoke", str(seen["key"]))
    assert ended.result["key"] == seen["key"]
    assert staffed.run("ada", "staff", "keys").result == {"keys": []}
    assert played(staffed, CALL, token) == "401"
    again = staffed.run("ada", "staff", "revoke", str(seen["key"]))
    assert (again.exit, again.result["error"]) == (2, "no-such-key")
    verified = staffed.run("ada", "audit", "verify")
    assert verified.exit == 0
