"""A gazetteer of fictional states, bodies and people, for the tests of names."""

from functools import lru_cache

from servanda.evidence.names.find import find_names
from servanda.evidence.names.gazetteer import Gazetteer
from servanda.evidence.names.gazetteer_files import parse_gazetteer
from servanda.evidence.names.mentions import Mention
from servanda.evidence.names.names import Names
from tests.evidence.making import document_of

GAZETTEER = """
[[state]]
name = "Northmark"
adjectives = ["Northmarkish"]
source = "fictional"

[[state]]
name = "Southmere"
adjectives = ["Southmerese"]
source = "fictional"

[[place]]
name = "Lowport"
state = "Southmere"
seat = true
source = "fictional"

[[place]]
name = "Quay"
source = "fictional"

[[agency]]
name = "Department of Harbor Safety"
aliases = ["Harbor Safety", "Harbor Safety Department", "NHS"]
state = "Northmark"
source = "fictional"

[[outlet]]
name = "Harbor Safety Today"
domains = ["harborsafetytoday.example"]
source = "fictional"

[[organisation]]
name = "Council on Distant Shores"
source = "fictional"

[[firm]]
name = "Tidewatch"
source = "fictional"

[[office]]
name = "President of Northmark"
titles = ["President"]
state = "Northmark"
source = "fictional"
holders = [
  { person = "Ada Merrow", from = 2029-01-20, to = 2033-01-20, source = "fictional" },
]

[[office]]
name = "President of Southmere"
titles = ["President"]
state = "Southmere"
source = "fictional"
holders = [
  { person = "Xun Lanting", from = 2027-03-14, source = "fictional" },
]

[[office]]
name = "Secretary of Harbor Safety"
titles = ["Secretary of Harbor Safety", "Harbor Safety Secretary"]
state = "Northmark"
body = "Department of Harbor Safety"
source = "fictional"
holders = [
  { person = "Jon Halloran", from = 2029-02-01, to = 2031-06-30, source = "fictional" },
  { person = "Ruth Penhale", from = 2031-07-01, source = "fictional" },
]

[[office]]
name = "Deputy Secretary of Harbor Safety"
titles = ["Deputy Secretary of Harbor Safety"]
state = "Northmark"
body = "Department of Harbor Safety"
source = "fictional"

[[office]]
name = "Attorney General of Northmark"
titles = ["Attorney General"]
state = "Northmark"
source = "fictional"

[[office]]
name = "Minister of Quiet Waters of Southmere"
titles = ["Minister of Quiet Waters", "静水部部长"]
state = "Southmere"
source = "fictional"
holders = [
  { person = "Guo Wenmao", from = 2028-12-28, source = "fictional" },
]

[[office]]
name = "Chief executive of Tidewatch"
body = "Tidewatch"
source = "fictional"
holders = [
  { person = "Greta Kolbe", source = "fictional" },
]

[[office]]
name = "Chief technology officer of Tidewatch"
body = "Tidewatch"
source = "fictional"
holders = [
  { person = "Dima Varlov", source = "fictional" },
]

[[person]]
name = "Guo Wenmao"
aliases = ["郭文茂"]
source = "fictional"

[[person]]
name = "Ada Merrow"
aliases = ["Merrow"]
source = "fictional"

[[unit]]
name = "Unit 70421"
aliases = [{ form = "GULL1", said = true, source = "Tidewatch, fictional report" }]
state = "Southmere"
source = "fictional"

[words]
family_names = ["Guo", "Xun", "Li", "He"]
given_names = ["Mara", "Jonas", "Ada", "Ruth", "Jim", "Will", "Oskar"]
"""


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """Return the fictional gazetteer."""
    return parse_gazetteer([GAZETTEER.encode()])


class Found:
    """The names in a text, to be asked by what is printed."""

    def __init__(self, *paragraphs: str) -> None:
        self.document = document_of(*paragraphs)
        self.names: Names = find_names(self.document, gazetteer=gazetteer())

    def printed(self, mention: Mention) -> str:
        """Return the whole form as printed."""
        return self.document.text_of(mention.span)

    def forms(self) -> list[str]:
        """Return every form as printed, in order."""
        return [self.printed(mention) for mention in self.names.mentions]

    def __getitem__(self, form: str) -> Mention:
        """Return the first mention that is printed so, title included."""
        return next(m for m in self.names.mentions if self.printed(m) == form)

    def last(self, form: str) -> Mention:
        """Return the last mention that is printed so."""
        return [m for m in self.names.mentions if self.printed(m) == form][-1]
