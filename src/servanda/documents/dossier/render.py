"""Turn a verified dossier into one HTML file, and find its parts in such a file again.

The page is made from the proven parts alone, so whoever has the parts can make it again and
compare: what a page says beside them is found. It holds no script and names no other address.
Django's template engine is used alone, with escaping on.

Source: docs/spec/dossier.md, "The file".
"""

import json
import textwrap
from binascii import Error as Base64Error
from binascii import a2b_base64, b2a_base64
from collections.abc import Iterable, Iterator
from importlib.resources import files

from django.template import Context, Engine

from servanda.core.canonical import JsonObject
from servanda.core.casework.clocks import describe_margin
from servanda.core.dossier.encoding import MAX_PARTS_BYTES, encode_parts, parse_parts
from servanda.core.dossier.parts import DossierClock, MalformedDossierError
from servanda.core.dossier.verify import ProvenStatement, VerifiedDossier, verify_dossier
from servanda.core.handling.markings import (
    PAP_ORDER,
    strictest_marking,
    strictest_pap,
    strictest_use,
)
from servanda.core.identifiers import format_instant
from servanda.core.suspension.fold import ACCORD, SuspensionState
from servanda.documents.dossier.wording import CODES, STEPS, UNITS, WORDS
from servanda.documents.style import read_style

BEGIN = "-----BEGIN SERVANDA DOSSIER-----"
END = "-----END SERVANDA DOSSIER-----"
_LINE = 76  # characters of base64
_MAX_FILE = 3 * MAX_PARTS_BYTES  # base64, and the page itself


def render_dossier(verified: VerifiedDossier) -> str:
    """Return the page for `verified`, in its own language."""
    dossier = verified.dossier
    language = dossier.language if dossier.language in WORDS else "en"
    words = WORDS[language]
    folder = files("servanda.documents.dossier")
    template = Engine(autoescape=True).from_string(
        (folder / "page.html").read_text(encoding="utf-8")
    )
    shown = [one for one in dossier.statements if one.salted_body is not None]
    content = {
        "language": language,
        "words": words,
        "style": read_style("dossier"),
        "mode": verified.accord.mode,
        "marking": _code(strictest_marking(one.marking for one in shown), language),
        "use": _code(strictest_use(one.use for one in shown), language),
        "codes": _demands(
            {code for one in shown for code in one.codes},
            strictest_pap(one.pap for one in shown),
            language,
        ),
        "purpose": words["for_court"] if dossier.purpose == "court" else words["for_file"],
        "case": dossier.case,
        "accord_name": verified.accord.name,
        "accord_id": verified.accord_id,
        "parties": [(party, " ".join(card)) for party, card in verified.words.items()],
        "made_by": dossier.made_by,
        "made_at": dossier.made_at,
        "statements": [
            {"number": str(number), **_statement(one, language)}
            for number, one in enumerate(verified.statements, start=1)
        ],
        "is_reckoned": verified.is_reckoned,
        "clocks": [_clock(one, language) for one in dossier.clocks],
        "suspensions": list(_suspensions(verified, language)),
        "helps": [{"language": each, "words": WORDS[each], "steps": STEPS[each]} for each in WORDS],
        "parts": _armoured(encode_parts(dossier)),
    }
    return template.render(Context(content))


def check_page(page: str) -> VerifiedDossier:
    """Return the dossier that `page` shows, with every proof and every verdict verified.

    Args:
        page: The text of the file.

    Raises:
        MalformedDossierError: It holds no parts, or says something that they do not say.
        OtherVerdictError: The statements give another verdict.
        CounterpartError: A proof does not hold.
    """
    verified = verify_dossier(parse_parts(_parts_in(page)))
    if render_dossier(verified) != page:
        raise MalformedDossierError(
            "expected the page that the proven parts make, found another text; "
            "trust neither, and ask for the file again"
        )
    return verified


def _armoured(parts: bytes) -> str:
    lines = textwrap.wrap(b2a_base64(parts, newline=False).decode(), _LINE)
    return "\n".join([BEGIN, *lines, END])


def _parts_in(page: str) -> bytes:
    if len(page) > _MAX_FILE:
        raise MalformedDossierError(f"expected at most {_MAX_FILE} characters, found {len(page)}")
    if page.count(BEGIN) != 1 or page.count(END) != 1:
        raise MalformedDossierError(f"expected one part between {BEGIN} and {END}")
    armoured = page.partition(BEGIN)[2].partition(END)[0]
    try:
        return a2b_base64("".join(armoured.split()), strict_mode=True)
    except (Base64Error, ValueError) as error:
        raise MalformedDossierError(f"expected the parts in base64: {error}") from error


def _statement(one: ProvenStatement, language: str) -> dict[str, object]:
    header, shown = one.header, one.shown
    names = () if one.body is None else one.body.files
    return {
        "type": _code(header.type, language),
        "step": _code(str(header.facts.get("step", "")), language),
        "party": header.from_party,
        "leaf": one.leaf,
        "index": str(header.seq),  # as text: a number would be written as a site's settings say
        "ref": header.ref,
        "said": format_instant(header.time),
        "delivered": "" if one.receipt is None else format_instant(one.receipt.time),
        "receipt": one.receipt_leaf,
        "facts": _json(header.facts),
        "has_body": header.body is not None,
        "body": "" if one.body is None else _json(one.body.members),
        "withheld": _code(shown.withheld, language),
        "reason": shown.reason,
        "marking": _code(shown.marking, language),
        "use": _code(shown.use, language),
        "codes": _demands(shown.codes, shown.pap, language),
        "attachments": [
            {
                "digest": digest,
                "name": names[place].name if names else "",
                "plain": names[place].plain if names else "",
                "marking": _code(names[place].tlp or "", language) if names else "",
                "use": _code(names[place].use or "", language) if names else "",
                "codes": _demands(names[place].handling or (), names[place].pap or "", language)
                if names
                else [],
            }
            for place, digest in enumerate(header.att)
        ],
    }


def _clock(one: DossierClock, language: str) -> dict[str, str]:
    words = WORDS[language]
    clock = _code(one.clock, language)
    if one.generation:
        clock = words["again"].format(clock=clock, number=one.generation)
    return {
        "clock": clock,
        "due": one.due_at,
        "stopped": one.stopped_at,
        "verdict": _verdict(one, language),
    }


def _suspensions(verified: VerifiedDossier, language: str) -> Iterator[str]:
    words = WORDS[language]
    for one in verified.suspensions.found:
        if one.scope != ACCORD:
            continue
        if one.is_open:
            name = "accord_left" if one.state is SuspensionState.LEFT else "accord_suspended"
        else:
            name = "accord_resumed"
        yield words[name].format(
            party=one.by,
            since=format_instant(one.since),
            until="" if one.ended_at is None else format_instant(one.ended_at),
            ground=one.ground,
        )


def _verdict(one: DossierClock, language: str) -> str:
    words = WORDS[language]
    if not one.due_at:
        return words["no_deadline"]
    number, unit = describe_margin(one.margin_seconds)
    if one.stopped_at:
        late = "on_time" if one.margin_seconds == 0 else "late"
        name = "early" if one.margin_seconds > 0 else late
    else:
        name = "due_in" if one.margin_seconds >= 0 else "overdue"
    verdict = words[name].format(number=number, unit=UNITS[language][unit])
    if one.is_provisional:
        verdict = words["provisional"].format(verdict=verdict)
    return words["held"].format(verdict=verdict) if one.is_held else verdict


def _code(code: str, language: str) -> str:
    return CODES[language].get(code, code.replace("_", " ") if language == "en" else code)


def _demands(codes: Iterable[str], pap: str, language: str) -> list[str]:
    """Return the handling codes, and the PAP where it is not the mildest."""
    paps = [] if pap in {"", PAP_ORDER[0]} else [f"PAP:{pap.upper()}"]
    return [_code(one, language) for one in sorted(codes)] + paps


def _json(value: JsonObject) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True)
