"""Words by which English texts show what a name is: titles, bodies, and words that are no names.

Vocabulary of the language alone; whoever and whatever has a name of its own is in the gazetteer.

Source: docs/spec/evidence/names.md, "Vocabulary".
"""

from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Beside a name and nothing more: they say that a person is meant, not which office.
HONORIFICS: Final = _words(
    "mr mrs ms miss mx dr sir dame lord lady prof professor rev reverend fr father sister brother "
    "hon honorable rabbi imam bishop archbishop cardinal pope pastor messrs madam king queen "
    "prince princess"
)

# What somebody is; the last word of a title before a name, or the first of one behind it.
TITLE_NOUNS: Final = HONORIFICS | _words(
    "president chairman chairwoman chair secretary undersecretary minister senator sen sens rep "
    "reps representative congressman congresswoman governor gov mayor judge justice attorney "
    "prosecutor sheriff chief director administrator commissioner ambassador envoy chancellor "
    "premier speaker leader whip spokesman spokeswoman spokesperson aide adviser advisor "
    "strategist manager officer official executive ceo cto cfo coo ciso cio founder co-founder "
    "cofounder partner head deputy lieutenant lt general gen colonel col major maj captain capt "
    "sergeant sgt admiral adm commander cmdr detective inspector superintendent analyst "
    "economist historian scholar researcher scientist scholar expert specialist consultant "
    "lawyer counsel counselor editor correspondent reporter journalist columnist writer author "
    "blogger host anchor moderator pundit commentator activist organizer candidate nominee "
    "rival opponent businessman businesswoman entrepreneur billionaire investor developer "
    "banker painter photographer chef trader producer actor actress comedian singer musician "
    "rapper artist coach "
    "quarterback player star model lawmaker legislator councilman councilwoman alderman "
    "assemblyman "
    "assemblywoman delegate del treasurer comptroller auditor coordinator pollster operative "
    "ag pres surrogate donor supporter volunteer veteran teacher principal student resident "
    "witness "
    "victim physician doctor nurse surgeon psychologist republican democrat democratic libertarian "
    "vice-president vice-chairman veep czar tsar fellow trustee owner publisher dean provost "
    "chancellor programmer engineer designer agent trooper patrolman firefighter imam wife "
    "husband son daughter father mother brother sister niece nephew attorneys senators "
    "congressmen representatives presidents secretaries ministers leaders politician "
    "conservative liberal independent socialist filmmaker novelist poet biographer ex-president "
    "elect designate negotiator diplomat spymaster dictator strongman heir mogul magnate tycoon "
    "mate"
)

# Between the words of a title, or before its noun.
TITLE_MODIFIERS: Final = _words(
    "deputy vice assistant associate acting former then interim chief senior junior lead co press "
    "prime foreign defense defence national security executive managing general special state "
    "federal county city district campaign party committee majority minority house senate "
    "presidential vice-presidential gubernatorial congressional policy political legal medical "
    "police fire border trade finance interior justice health education energy labor "
    "commerce agriculture treasury intelligence communications media news political research "
    "technology information financial operating marketing retired late top veteran longtime "
    "long-time running first second third ranking permanent public counter cyber cybersecurity "
    "digital development religious ex associate founding independent freelance republican "
    "democratic gop conservative liberal progressive libertarian green tea attorney lieutenant "
    "brigadier rear major staff sergeant ex- under solicitor surgeon inspector postmaster "
    "american"
)

# A title that follows a name without an article ("Jane Doe, professor of law").
TITLE_ARTICLES: Final = _words("a an the former then acting our his her their its who")

# In a name these say that a body is meant, and of which kind.
AGENCY_WORDS: Final = _words(
    "department ministry agency bureau commission administration police court senate "
    "congress parliament secretariat directorate authority army navy corps guard command treasury "
    "embassy consulate cabinet legislature board office committee subcommittee service district "
    "division task force council"
)
FIRM_WORDS: Final = _words(
    "inc inc. corp corp. corporation co llc llp ltd plc gmbh holdings technologies technology labs "
    "laboratories systems software networks solutions capital bank bancorp motors airlines "
    "industries enterprises pharmaceuticals energy entertainment studios pictures records "
    "financial securities insurance partners associates ventures"
)
OUTLET_WORDS: Final = _words(
    "times post news journal daily tribune herald gazette chronicle today weekly magazine radio "
    "observer examiner globe review courier dispatch telegraph guardian press register "
    "sentinel inquirer reporter standard mail tv television broadcasting wire newswire beacon"
)
BODY_WORDS: Final = _words(
    "university college institute institution council association party union foundation "
    "center centre society federation league organization organisation alliance coalition "
    "conference forum fund group campaign network project initiative school academy museum "
    "hospital church club team caucus chamber trust consortium convention movement"
)
ORGANISATION_WORDS: Final = AGENCY_WORDS | FIRM_WORDS | OUTLET_WORDS | BODY_WORDS

# With these a firm's name may end; so do other names, and something else has to speak for a firm.
TRADE_WORDS: Final = _words(
    "security cybersecurity cyber intelligence research analytics telecom defense defence forensics"
)

# What a firm or another body is called beside its name: "security firm X", "X, a think tank".
FIRM_NOUNS: Final = _words(
    "firm company companies maker manufacturer vendor provider startup start-up contractor "
    "retailer bank lender insurer airline carrier automaker corporation giant conglomerate"
)
BODY_NOUNS: Final = _words(
    "group organization organisation nonprofit charity association union university "
    "college institute foundation coalition council agency watchdog tank committee pac"
)
OUTLET_NOUNS: Final = _words(
    "newspaper magazine website site blog tabloid broadcaster channel journal publication outlet "
    "network"
)

# With these in it, a sequence of words with capitals is no person.
NOT_OF_PERSONS: Final = ORGANISATION_WORDS | _words(
    "street avenue road boulevard river lake mountain valley county city town village park hill "
    "house hall tower building bridge airport station island beach bay coast north south east west "
    "northern southern eastern western central street state states act bill law amendment "
    "constitution treaty accord agreement deal day week month year war battle revolution "
    "election primary debate summit conference games cup bowl series award prize show night "
    "morning republicans democrats conservatives liberals americans voters officials lawyers "
    "republican democrat democratic american people project plan program programme report study "
    "poll survey index street market exchange standard code rule rights reform care health "
    "security intelligence affairs relations studies science research technology internet "
    "facebook twitter mail phone video photo image images press release caption advertisement "
    "advertising story article page read more click share comments related copyright all "
    "independents statement coal media healthcare partnership islands pacs muslims terrorism "
    "universe "
    "christmas thanksgiving easter new old san los las saint fort port el united great "
    "supreme black white hispanic latino african asian european muslim christian jewish catholic "
    "islam islamic god lives matter matters dream tour station square plaza center centre studio "
    "circuit league association iii"
)

_DAYS: Final = _words(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may "
    "june july august september october november december jan feb mar apr jun jul aug sep sept "
    "oct nov dec mon tue tues wed thu thurs fri sat sun today yesterday tomorrow"
)

# Words that begin sentences with a capital and belong to no name.
NO_NAMES: Final = _DAYS | _words(
    "a about above according across actually add added adding after afterward again against ago "
    "all almost along already also although always amid among an and another any anyone anything "
    "apparently are aren't around as asked at away back be because been before behind being "
    "believe below besides between beyond both but by call called can can't clearly come coming "
    "could couldn't currently despite did didn't do does doesn't don't down due during each "
    "earlier either else enough even eventually ever every everybody everyone everything except "
    "worse worst better best sadly curiously "
    "few finally first five following for former formerly forget four from frankly further get "
    "given go going good got had has hasn't have haven't having he he'd he'll he's her here here's "
    "hers herself him himself his how however i i'd i'll i'm i've if imagine in indeed instead "
    "into "
    "is isn't it it'd it'll it's its itself just last lastly late later least less let let's like "
    "likely look looking made make many maybe me meanwhile might mine more moreover most much must "
    "my myself nearly neither never nevertheless new next nine no nobody none nonetheless nor not "
    "nothing notably now obviously of off often oh ok okay on once one only onto or other others "
    "otherwise our ours out outside over overall own part perhaps please plus possibly presumably "
    "previously probably put rather read really recall recent recently regarding regardless "
    "remember right said same say saying says second see seen seven several she she'd she'll she's "
    "should shouldn't similarly simply since six so some somebody somehow someone something "
    "sometimes somewhere soon speaking still such sure surely take tell ten than thank thanks that "
    "that's the their theirs them themselves then there there's therefore these they they'd "
    "they'll they're they've think third this those though three through throughout thus to "
    "together too toward towards truly try turn two under unfortunately unless unlike until up "
    "upon us use used usually very via wait want was wasn't watch way we we'd we'll we're we've "
    "well were weren't what what's whatever when whenever where whereas whether which while who "
    "who's whoever whom whose why will with within without won't would wouldn't yeah yes yet you "
    "you'd you'll you're you've your yours yourself mr. question answer q"
)

# A person is likely where one of these stands beside a name.
SAYING: Final = _words(
    "said says say told tells wrote writes tweeted added adds argued argues announced asked asks "
    "called claimed claims warned warns noted notes insisted insists explained explains replied "
    "responded testified declared recalled acknowledged admitted suggested stated remarked "
    "continued concluded conceded predicted joked quipped urged vowed denied complained lamented "
    "observed countered retorted boasted confirmed emphasized stressed reiterated maintained "
    "contends contended believes believed thinks quoted interviewed posted shared reported "
    "accused criticized blasted slammed praised endorsed pledged promised agreed disagreed"
)

PARTICLES: Final = _words("de la du da di del della der den van von bin ibn al el ter ten st")
SUFFIXES: Final = _words("jr sr ii iii iv jr. sr.")
EXECUTIVE_TITLES: Final = {
    "ceo": "chief executive",
    "chief executive officer": "chief executive",
    "chief executive": "chief executive",
    "cto": "chief technology officer",
    "chief technology officer": "chief technology officer",
    "cfo": "chief financial officer",
    "chief financial officer": "chief financial officer",
    "coo": "chief operating officer",
    "chief operating officer": "chief operating officer",
}

# Titles of which there is an office, as against callings ("lawyer", "actor").
OFFICE_NOUNS: Final = _words(
    "president chairman chairwoman chair secretary undersecretary minister governor mayor "
    "attorney sheriff chief director administrator commissioner ambassador chancellor premier "
    "speaker ceo cto cfo coo ciso cio head general comptroller treasurer spokesman spokeswoman "
    "spokesperson executive officer"
)
# With these before it a title names an office that is not held, or another one.
NOT_HELD: Final = _words("former ex then retired late onetime one-time ousted future incoming")
OTHER_OFFICE: Final = _words("deputy vice assistant associate under principal lieutenant solicitor")
# Family names that are words of places too: names of persons behind a given name.
FAMILY_WORDS: Final = _words(
    "west north day hill park hall law white black green lake ford page long young king post "
    "bell rice price house gore bush street case"
)
# A title of these alone is one that many states and firms have.
GENERAL_TITLE_WORDS: Final = TITLE_NOUNS | _words("general vice prime deputy of state foreign the")
# The last word of a body's name that may hold "and".
AFTER_AND: Final = _words(
    "studies affairs services relations human welfare budget management security development "
    "technology sciences arts medicine cooperation trade policy commerce prevention infrastructure "
    "exchange exchanges research space country liberty prosperity"
)
# After these a full stop ends no sentence.
SHORTENED: Final = _words(
    "mr mrs ms mx dr prof rev fr hon sen sens rep reps gov lt col gen maj capt sgt cmdr adm brig "
    "supt insp det st jr sr del atty asst dep pres sec min amb messrs"
)
# Titles of one word that are adjectives too: "the premier agency".
ADJECTIVES_TOO: Final = _words("premier chief")
# A title before a family name alone that makes a person of it.
FAMILY_TITLES: Final = HONORIFICS | _words(
    "president senator sen rep representative congressman congresswoman governor gov mayor "
    "secretary judge justice sheriff detective minister chancellor premier chairman chairwoman "
    "ambassador gen lt col capt maj sgt adm cmdr del trooper lawyer attorney"
)
