"""Make the pictures of the desk that README shows: `python -m tests.browser.pictures`.

They show the demonstration's desk in English, in Chinese, dark, and on a telephone. Nothing
compares them byte by byte: they are for people, and fonts differ from machine to machine.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.browser.chromium import Language, Scheme, chromium
from tests.browser.desks import played_desks
from tests.browser.persons import Persons

FOLDER = Path(__file__).parent.parent.parent / "docs" / "pictures"
PHONE = 390
_DESK = 1280


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One picture.

    Attributes:
        name: Of its file, without the ending.
        path: Of the page, without the language.
        language: Of the page.
        scheme: Light or dark.
        width: Of the window.
    """

    name: str
    path: str = "/work"
    language: Language = "en"
    scheme: Scheme = "light"
    width: int = _DESK


PICTURES: Sequence[Picture] = (
    Picture(name="desk-en"),
    Picture(name="desk-zh", language="zh-Hans"),
    Picture(name="desk-dark", path="/review", scheme="dark"),
    Picture(name="desk-phone", width=PHONE),
)


def make_pictures(persons: Persons, folder: Path) -> None:
    """Write every picture into `folder`: what a window shows at first, as an officer."""
    for one in PICTURES:
        with persons.at_the_desk("officer", language=one.language, width=one.width) as (page, _):
            page.emulate_media(color_scheme=one.scheme)
            page.goto(f"{one.path}?lang={one.language}")
            page.screenshot(path=folder / f"{one.name}.png")


def main() -> int:
    """Play the demonstration in a temporary folder, and make the pictures."""
    with (
        TemporaryDirectory() as base,
        played_desks(Path(base)) as desks,
        chromium() as browser,
    ):
        make_pictures(Persons(browser=browser, desks=desks), FOLDER)
    sys.stdout.write(f"{len(PICTURES)} pictures in {FOLDER}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
