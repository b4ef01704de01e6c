"""What is in the repository works for anybody: no package host, no path of one machine."""

import re

import pytest

from tests.house.places import named, repository_files

# Written apart, so that this file does not hold what it looks for.
PACKAGE_HOSTS = [
    "py" + "pi.org",
    "python" + "hosted.org",
    "npm" + "js.org",
    "npm" + "js.com",
    "crates" + ".io",
    "proxy.go" + "lang.org",
    "sum.go" + "lang.org",
    "deb.deb" + "ian.org",
    "ana" + "conda.org",
    "ruby" + "gems.org",
]
# A folder of somebody's machine, at the start of a path (not inside an address or a longer path).
MACHINE_PATH = re.compile(
    rb"(?<![\w.:/-])/(?:root|work|home|Users|opt|mnt|builds)/[\w.]|(?<![\w.:/-])/tmp/[a-z]+/"
)


@pytest.mark.parametrize("host", PACKAGE_HOSTS)
def test_no_file_names_a_package_host(host: str) -> None:
    found = [named(file) for file in repository_files() if host.encode() in file.read_bytes()]

    assert found == []


def test_no_file_names_a_path_of_one_machine() -> None:
    found = {
        named(file): match[0].decode()
        for file in repository_files()
        if (match := MACHINE_PATH.search(file.read_bytes())) is not None
    }

    assert found == {}


@pytest.mark.parametrize("path", ["/ro" + "ot/x", '"/wo' + 'rk/main"', "cd /ho" + "me/alice"])
def test_a_path_of_one_machine_would_be_found(path: str) -> None:
    assert MACHINE_PATH.search(path.encode()) is not None


def test_no_key_and_no_store_is_in_the_repository() -> None:
    secret = re.compile(r"\.(sqlite3|pem|key)$|^heads\.json$|AGE-SECRET-KEY")

    assert [named(file) for file in repository_files() if secret.search(file.name)] == []
