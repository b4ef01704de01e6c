"""What does not fit, as a value: where, what was expected, what was found.

The core checks what people write and what counterparts send, and knows no language but the
English of its own messages. So it says what was expected as one of a closed list, with
parameters; whoever shows it to a person puts it in that person's language without reading any
text (`interfaces/fault_texts.py`).

Source: docs/spec/statements/README.md, "Faults".
"""

from collections.abc import Callable, Mapping
from enum import Enum
from typing import NamedTuple, TypeAlias

from typing_extensions import override

MAX_PLACE = 200  # characters of a path; all that we name ourselves are far shorter
MAX_SHOWN = 80  # characters of what was found; a body has many thousands

SENTENCE = "{place}: expected {expected}, found {found}"
SENTENCE_OF_THE_WHOLE = "expected {expected}, found {found}"
SENTENCE_ALONE = "expected {expected}"  # where what was found says nothing more
COMMA = ", "

# A number, a word as it is written in statements, or several such words.
Parameter: TypeAlias = str | int | tuple[str, ...]


class Expected(Enum):
    """What can be expected; the value is the English of it, with its parameters in braces.

    A member is the key of its translation. It is never put together from other texts, for no two
    languages do that alike.
    """

    # of a value by itself
    CODE = "one of {words}"
    ACCORD_WORD = "a code of the accord's {list}"
    ACCORD_CODE = "one of the accord's {list}"
    INTEGER = "a whole number from {least} to {most}"
    TRUTH = "true or false"
    INSTANT = "an instant YYYY-MM-DDThh:mm:ssZ"
    DAY = "a day YYYY-MM-DD"
    ZONE = "an offset from UTC such as +08:00"
    DIGEST = "sha256: and 64 lower-case hex digits"
    BASE64 = "{length} bytes in padded base64"
    KEM_NAME = "a name kem-<period>"
    KEY_SHEET = "a key sheet, a note of at most {most} bytes"
    TEXT = "text of 1 to {most} characters, not blank"
    LIST = "a list of {least} to {most}"
    MAP = "an object of {least} to {most} members"
    OBJECT = "an object"
    NO_MEMBER = "no such member"
    MEMBER = "a value"
    # of a name
    PARTY = "a party of a-z, 0-9, '.', '-'"
    ACCORD_NAME = "an accord name of a-z, 0-9, '-'"
    TEMPLATE_NAME = "a template name of a-z, 0-9, '-'"
    TYPE_NAME = "a statement type"
    COMMITMENT_ID = "an id of letters, digits, '_' and '.'"
    LANGUAGE_TAG = "a language tag such as en or zh-Hans"
    VERIFIER_KEY = "a vkey"
    # of members together
    WITH = "with {member} {value}"
    ONLY_WITH = "only with {member} {words}"
    WITHOUT = "none with {member} {value}"
    WITH_MEMBER = "with {member}"
    ONE_GROUP = "exactly one of {words}"
    RISING = "rising order without repetition"
    ALONE = "{only} alone"
    AT_MOST = "at most {most}, as {other} says"
    AFTER = "an instant after {start}"
    CRITERION = "one of {words} with urgency {value}"
    NOT_CLOSED = "no day that is closed too"
    ONLY_WITH_MEMBER = "only with {member}"
    LEAST = "at least {least}"
    EACH_ONCE = "each one once"
    # of the terms of an accord
    LEFT_OUT = "to be left out, which means {value}"
    ONE_RULE = "one rule for {words}"
    ZERO_WITH_NONE = "0 exactly with unit none"
    NO_ROLL = "no roll with unit {unit}"
    SAME_LANGUAGES = "words in {words}, as for the first commitment"
    ONE_TEXT = "a passage of the text in {language} alone"
    NAMED_BEFORE = "a name that stands before it under {list}"
    EARLIER_STAGE = "a stage that stands before {name}"
    CARD_OF = "the card of {party}"
    # of the texts that people write
    UTF8 = "UTF-8"
    TOML = "TOML"
    JSON = "JSON"
    ACCORD = "an accord"
    HEADING = "a heading ## {name}"
    NO_HEADING = "no further heading"
    WORDS_UNDER = "words under ## {name}"
    ANY_WORDS = "words in at least one language"
    # of the header, and of facts and body together
    IN_EVERY = "in every {type}"
    NONE_IN = "none in a {type}"
    WITH_BODY = "with a body"
    ONLY_WITH_BODY = "only with a body, which holds their identities"
    VERSION_MEANT = "the id of the version meant by the {type}"
    TEXTS = "one for each of the numbers {words}, in this order"
    REASON = "the reason with {member}"
    # of attached files
    FILES = "{count}, one for each attachment"
    IDENTITY = "AGE-SECRET-KEY-1 and 58 signs of Bech32"
    MEDIA_TYPE = "type/subtype in lower case"
    FILE_NAME = "a file name without a path"
    SIZE = "at most {most} bytes"
    SIZE_OR_FILE = "at most {most} bytes, and the rest in an attached file"
    # of what may leave
    PASSAGE_REASON = "why what is marked {marking} becomes a plain file, in words that are noted"
    PERMISSION = "the permission of {party}, who marked it {marking}, in words that are noted"
    KEPT = "nothing that {party} marked {marking}, which goes to no other party"
    INHERITED = "one of {words}, for a file that came marked so goes along"
    INHERITED_USE = "one of {words}, for a file that came for such use alone goes along"
    INHERITED_CODES = "all of {words}, for a file that came with these codes goes along"
    CONSENT = "a statement of {party} that consents (--consent LEAF), for it controls where it goes"
    NO_LOOSER_CODES = "all of {words}, as the statement has, unless --looser says so"
    NO_LOOSER = "one of {words}, no looser than the statement unless --looser says so"
    # of a table that is imported
    CSV = "a file of comma-separated values in UTF-8"
    ONCE = "each file number once for a counterpart"
    AS_IMPORTED = "the row that was imported before for this file number, unchanged"
    # of what is to be said
    OWN_STATEMENT = "a statement, not one which nodes write"
    FACTS = (
        "the facts {words} too (each as --fact NAME=VALUE, or all in a file with --facts; "
        "docs/spec/statements/{type}.md says what they mean)"
    )
    BODY = (
        "a body (its members as --text NAME=VALUE, or in a file with --body; "
        "docs/spec/statements/{type}.md says what they mean)"
    )
    # of the past of a leaf
    SIGNATURE = "a signature of {name}"
    EXACTLY = "just {value}"
    NO_LESS = "at least {least}"
    NO_MORE = "at most {most}"
    KNOWN_TYPE = "a type that is known here"
    PROFILE_TYPE = "a type and version of the accord's profile"
    BEFORE_ACCORD = "a type that may stand before any accord is in force"
    PERIOD_END = "the end of a period of the accord"
    ONE_CUT = "an end that has no cut yet"
    WHERE_CUT_ENDED = "{value}, where the cut before ended"
    CUT_TIME = "{value} or later: the end of the period and the wait for receipts"
    # of what is there
    COUNTERPART = "a known counterpart ({words})"
    ANY_COUNTERPART = "a known counterpart; `servanda counterpart add` adds one by its card"
    CONFIRMED = (
        "{party} to be confirmed: compare the twelve words of its card, then run "
        "`servanda counterpart add` with --words"
    )
    PAIR = "an accord, proposed or received ({words})"
    ANY_PAIR = (
        "an accord, proposed or received: `servanda accord propose --template … --with PARTY` "
        "proposes one, `servanda deliver FILE` takes in one that came as a file"
    )
    ONE_PAIR = "one accord; choose with --to and --accord-name"
    IN_FORCE = "an accord in force"
    CUT = "a cut of this accord; `servanda cut` makes one"
    PASSED_PERIOD = "a review period that has passed; name an end with --until"
    ONE_ACCORD = "an accord whose id begins so"
    ONE_PROPOSAL = "one open proposal of a counterpart"
    TWELVE_WORDS = (
        "the twelve words of the card of {party}; if they were heard and typed correctly, the card "
        "is not theirs: do not go on"
    )
    ONE_STATEMENT = "one statement of this name"
    STATEMENT_IN_LOG = "a statement in a log, not one that waits in the queue"
    LEAF_DIGITS = "at least {least} hex digits"
    REFILL_REQUEST = "a signed request of {party} for a refill"
    SEARCHED = "a part of a file number or title"
    FIGURE = "a figure of the review: {words}"
    FORM = "check, or one of {words}"
    YES = "--yes: it cannot be taken back"
    # of files
    READABLE = "a file that can be read"
    WRITABLE = "a file that can be written"
    NEW_FILE = "a name that is not taken; nothing is ever overwritten"
    FOLDER = "a folder that is there"
    # of a call of the command line
    EITHER = "{one}, or {other}"
    ONE_AT_MOST = "at most one of {words}"
    ASSIGNMENT = "a field as NAME=VALUE"
    OPTION = "an option of `{verb}` (`{verb} --help` names them)"
    OPTION_VALUE = "a value that `{verb} --help` allows"
    CALL = "a call as `{verb} --help` shows it"
    NOT_SUSPENDED = (
        "no new matter while {party} has suspended the accord (since {since}); answers, calls, "
        "disputes, cuts and reviews stay open; {party} ends it by `servanda suspend resume`"
    )
    SERIES_NOT_SUSPENDED = (
        "no new round while {party} has suspended the series {name} (since {since}); rounds that "
        "were proposed go on; {party} ends it by `servanda suspend resume --series {name}`"
    )
    CHANNEL_NOT_SUSPENDED = (
        "no check of a channel that {party} has suspended (since {since}); what arrives over it is "
        "taken; {party} ends it by `servanda suspend resume --channel {name}`"
    )
    NOT_LEFT = (
        "no new matter under what {party} has left (since {since}), which is final for its side; "
        "answers, calls, disputes, cuts and reviews stay open"
    )
    # of a dialogue that is recorded as a file
    NAMED_THERE = "a name that stands under {list}"
    OTHER_ROUND = "the key of another round"
    NO_CIRCLE = "a series that is not replaced by this one in turn"
    DAY_NOT_BEFORE = "a day not before {start}"
    # of a scenario of an exercise
    SCENARIO_NAME = "a name of a-z, 0-9, '-'"
    SCRIPTED_TIME = "a time from the start as hours:minutes, such as 2:30"
    RISING_TIMES = "{start} or later, for injects stand in the order of their times"
    LATEST_TIME = "{most} at most, when the exercise ends"
    NO_RING = "injects that do not wait for each other in a ring ({words})"
    NO_OWN_REF = "something that stands before it, with a statement to refer to"
    SCENARIO = "the scenario that this accord was made from"
    EXERCISE_ACCORD = "an accord of an exercise"
    SHIPPED_SCENARIO = "a scenario ({words}) or a folder with a scenario.toml"
    EXERCISE_HOME = "exercise, as of a home made with `servanda init --mode exercise`"
    EXERCISE_NAME = "a name that begins with exercise-"
    REAL_HOME = "a home that is not one of an exercise"
    AFTER_ACTION = "an after-action report"
    # of a move in a case
    MOVE = "one of {words} in the state {state}"
    NO_MOVE = "nothing more in the state {state}"
    NEEDED = "what {move} needs beside the state (docs/spec/casework.md), or one of {words}"
    OPEN_TO_IT = "something that is open to {move}"
    LADDER_START = (
        "level L1, or L3 in an emergency, a trigger that fits what is escalated, "
        "and no open ladder of ours about it (docs/spec/hotline.md)"
    )
    REPLACES = "the assessment of ours on the same matter, named as replaced: {leaf}"
    SIGNED_AS_NEUTRAL = (
        "a signature over just this, under this version of the accord, by an assessor that it names"
    )
    COMMENT_OR_SILENCE = "a comment of the other side, or its silence until {until}"
    PERIOD_OVER = "a period that is over by {time}, when this was written"
    ALL_OF = "an object of {words}"
    DRAFTED_ASSESSMENT = "a statement that drafted an assessment"
    CALL_NOTE = "the note of a call, which says that it was made"
    EARLIER_LEAF = "a leaf in the past of this one"
    ANSWERED = "a leaf that a {type} may answer"


class Expectation(NamedTuple):
    """What was expected.

    Attributes:
        kind: Which of the closed list.
        parameters: A value for each place in its text.
    """

    kind: Expected
    parameters: Mapping[str, Parameter]

    def told(self, translated: Callable[[str], str] = str) -> str:
        """Return it for people.

        Args:
            translated: Gives a text in the reader's language; as it is, English.
        """
        comma = translated(COMMA)
        shown = {
            name: comma.join(value) if isinstance(value, tuple) else value
            for name, value in self.parameters.items()
        }
        return translated(self.kind.value).format(**shown)

    @override
    def __str__(self) -> str:
        """Return it in English."""
        return self.told()


class Found(Enum):
    """What was found where no value can be shown."""

    NOTHING = "none"
    WITHHELD = "a value that is not shown"  # a secret stands in it or beside it
    UNSAID = ""  # what is expected says it all
    OTHERS = "others"
    NO_FILE = "no such file"
    A_FOLDER = "a folder"
    NOT_ALLOWED = "no permission"
    NOT_UTF8 = "bytes that are not UTF-8"


class Fault(NamedTuple):
    """Where a value does not fit.

    Attributes:
        path: Below the checked value, such as `[2].from`; empty for the value itself.
        expected: What fits.
        found: The JSON value that does not fit, or what there is instead of one.
    """

    path: str
    expected: Expectation
    found: object

    @property
    def place(self) -> str:
        """The path as people read it: of bounded length, and nothing in it moves their cursor.

        A counterpart chooses the names of the members that nobody knows.
        """
        path = self.path.removeprefix(".")[:MAX_PLACE]
        return "".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in path)

    @property
    def shown(self) -> str:
        """The value found, in English and cut to a length that fits a line."""
        if isinstance(self.found, Found):
            return self.found.value
        return f"{self.found!r:.{MAX_SHOWN}}"

    def within(self, holder: str) -> "Fault":
        """Return the same fault seen from outside `holder`, such as `body`."""
        return self._replace(path=f"{holder}: {self.place}" if self.path else holder)

    def told(self, translated: Callable[[str], str] = str) -> str:
        """Return it as a sentence; `translated` as in `Expectation.told`."""
        if self.found is Found.UNSAID:
            told = translated(SENTENCE_ALONE).format(expected=self.expected.told(translated))
            return f"{self.place}: {told}" if self.path else told
        found = translated(self.shown) if isinstance(self.found, Found) else self.shown
        sentence = translated(SENTENCE if self.path else SENTENCE_OF_THE_WHOLE)
        return sentence.format(
            place=self.place, expected=self.expected.told(translated), found=found
        )

    @override
    def __str__(self) -> str:
        """Return it in English."""
        return self.told()


def expect(kind: Expected, **parameters: Parameter) -> Expectation:
    """Return an expectation of `kind`."""
    return Expectation(kind, parameters)
