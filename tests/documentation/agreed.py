"""Two people with a page and an accord in force between them; no node runs, no port is open."""

from dataclasses import replace
from pathlib import Path

from tests.documentation.pages import Readers, Step

PARTIES = {"ours": "northmark.example", "theirs": "southmere.example"}


def agreed_readers(folder: Path) -> Readers:
    """Return them, with their homes in `folder`."""
    made = Readers(folder)
    verbs = made.verbs()
    for side, party in PARTIES.items():
        verbs.verb(side, "init", party, "--no-https")
        made.type(Step(side=side, command="./run servanda card > ours.card"))
    for side in PARTIES:
        made.carry("ours.card", by=side, named="theirs.card")
    for side in PARTIES:
        command = './run servanda counterpart add theirs.card --words ""'
        made.type(Step(side=side, command=made.telephone(command, listener=side)))
    by_files = (
        Step("ours", f"accord propose --template us-china-2015 --with {PARTIES['theirs']} --out p"),
        Step("theirs", "deliver p"),
        Step("theirs", "accord accept --out a"),
        Step("ours", "deliver a"),
    )
    for step in by_files:
        made.type(replace(step, command=f"./run servanda {step.command}"))
        for name in ("p", "a"):
            if step.command.endswith(f"--out {name}"):
                made.carry(name, by=step.side)
    return made
