"""Every verb of the command line, with the module that holds it: a literal dictionary.

The summary is the English text; `servanda --help` shows it in the language asked for without
loading the verb. Some verbs lie with the node itself, which is all they are about.
"""

from collections.abc import Mapping

_HERE = "servanda.interfaces.cli"

VERBS: Mapping[str, tuple[str, str]] = {
    "init": (f"{_HERE}.init", "Make a home: keys, a first key sheet, an empty store."),
    "card": (f"{_HERE}.card", "Write our card, for a counterpart."),
    "keys": (f"{_HERE}.keys", "Show the keys in use, and put new ones in their place."),
    "counterpart": (f"{_HERE}.counterpart", "Add a counterpart, or show how things stand."),
    "mail": (f"{_HERE}.mail", "Say which mail servers carry envelopes for us."),
    "accord": (f"{_HERE}.accord", "Draft, check, amend, propose or accept an accord."),
    "register": (f"{_HERE}.register", "Show the commitments and how each changed."),
    "send": (f"{_HERE}.send", "Say something to a counterpart."),
    "approve": (f"{_HERE}.approve", "Approve as the second person what waits for one."),
    "form": (f"{_HERE}.form", "Show the form of a kind of request, or check a filled one."),
    "inbox": (f"{_HERE}.inbox", "Show what counterparts said."),
    "queue": (f"{_HERE}.queue", "Show open requests and what is due first."),
    "import": (f"{_HERE}.import_", "Take over open cases of before from a CSV file."),
    "find": (f"{_HERE}.find", "Find requests by a file number or title of either side."),
    "show": (f"{_HERE}.show", "Show one statement and its receipt."),
    "guest": (f"{_HERE}.guest", "Keep our side without a node: files and no database."),
    "serve": ("servanda.node.serve", "Run the node."),
    "deliver": (f"{_HERE}.deliver", "Do one round of the exchange."),
    "check": (f"{_HERE}.check", "Ask a counterpart's desk for a sign of life."),
    "hotline": (f"{_HERE}.hotline", "Note calls over the hotline, and show its use."),
    "escalate": (f"{_HERE}.escalate", "Raise an issue from level to level, or answer one."),
    "contact": (f"{_HERE}.contact", "Keep the directory of points of contact."),
    "person": (f"{_HERE}.person", "Keep the register of persons of concern."),
    "suspend": (f"{_HERE}.suspend", "Suspend an accord or a part of it, resume or leave it."),
    "concern": (f"{_HERE}.concern", "Raise a concern about a commitment, or reply to one."),
    "assessment": (
        f"{_HERE}.assessment",
        "Assess a commitment, and show what each side says of it.",
    ),
    "dispute": (f"{_HERE}.dispute", "State what is contested, side by side."),
    "dialogue": (f"{_HERE}.dialogue", "Show a dialogue: rounds, drift, what was promised."),
    "brief": (f"{_HERE}.brief", "Write the brief that principals read."),
    "cut": (f"{_HERE}.cut", "Fix what a review looks at."),
    "review": (f"{_HERE}.review", "Compute the figures at a cut."),
    "export": (f"{_HERE}.export", "Write a bundle that anybody can verify."),
    "verify": (f"{_HERE}.verify", "Verify a bundle, offline, trusting nobody."),
    "dossier": (f"{_HERE}.dossier", "Write one case with its proofs as one file, or check one."),
    "rebuild": (f"{_HERE}.rebuild", "Compute all projections from the logs again."),
    "refill": (f"{_HERE}.refill", "Get a damaged log back from the counterpart's copy."),
    "doctor": (f"{_HERE}.doctor", "Look for what needs a person."),
    "erase": (f"{_HERE}.erase", "Forget what a statement said; that it was said stays."),
    "staff": (f"{_HERE}.staff", "Say who works at this desk, and what each may do."),
    "handover": (f"{_HERE}.handover", "Hand a shift over, and take one over."),
    "audit": (f"{_HERE}.audit", "Show and check the log of what was done at this desk."),
    "calendar": ("servanda.node.calendar_draft", "Draft a calendar from a country's days."),
    "clock": (f"{_HERE}.clock", "Show or set the clock of a demonstration or an exercise."),
    "evidence": (f"{_HERE}.evidence.group", "Read what third parties say, and judge it."),
    "node": ("servanda.node.own_node", "Set up and run a node of your own."),
    "exercise": (f"{_HERE}.exercise", "Prepare, play and report a tabletop exercise."),
    "simulate": (f"{_HERE}.simulate", "Play many parties through a year, by one seed."),
    "demo": (f"{_HERE}.demo", "Play the demonstration."),
}
