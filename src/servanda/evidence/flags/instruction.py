"""Text that addresses a program that reads it. It changes nothing; a person should know of it.

Source: docs/spec/evidence/flags.md, "instruction_in_document".
"""

import re
from collections.abc import Iterator
from typing import Final

from servanda.evidence.flags.material import Material, Raised
from servanda.evidence.folding import folded

_INSTRUCTION: Final = re.compile(
    r"\b(?:ignore|disregard|forget|override)\s(?:all\s|any\s|the\s|your\s|my\s|of\s|these\s){0,4}"
    r"(?:previous|prior|earlier|above|preceding|foregoing|system)\s"
    r"(?:instructions?|prompts?|rules|messages?|directions?|text)"
    r"|\b(?:you\sare|act\sas|pretend\sto\sbe)\s(?:now\s)?(?:an?\s|the\s)?(?:helpful\s)?"
    r"(?:AI|assistant|language\smodel|chatbot|LLM)\b"
    r"|\b(?:as\san?|note\sto|attention,?)\s(?:AI|language\smodel|LLM|automated\s(?:reader|system))s?\b"
    r"|</?(?:system|assistant|instructions?)>|\[/?INST\]|<\|[a-z_]+\|>"
    r"|\b(?:new|system)\s(?:instructions?|prompt)\s*:"
    r"|\b(?:mark|rate|classify|report|code)\s(?:this|the|every|all)\s(?:\w+\s){0,3}as\s"
    r"(?:kept|shown|not\sshown|confirmed|reliable|grade\s[A-F]\b)"
    r"|(?:忽略|无视|忘记)[^\n。]{0,12}(?:指令|指示|提示|规则)|你(?:现在)?是(?:一个)?(?:AI|人工智能|语言模型|助手)",
    re.IGNORECASE,
)
# One of these stands in whatever the pattern finds.
_WITHOUT_WHICH_NONE: Final = (
    *("ignore", "disregard", "forget", "override"),
    *("assistant", "language model", "chatbot", "llm", "automated reader", "automated system"),
    *("inst]", "<|", "system>", "instruction>", "instructions>"),
    *("忽略", "无视", "忘记", "你是", "你现在是"),
)
# Or one of these, whose letters alone stand in many texts.
_OR_NONE: Final = re.compile(
    r"ai(?<!\wai)s?(?!\w)|as (?:kept|(?:not )?shown|confirmed|reliable|grade)"
    r"|(?:instructions?|prompt) ?:"
)


def instruction_in_document(material: Material) -> Iterator[Raised]:
    """Yield one flag for each place, furniture and hidden lines included."""
    for document in material.documents:
        if not _may_instruct(document.text):
            continue
        for found in _INSTRUCTION.finditer(document.text):
            span = document.span(found.start(), found.end())
            yield Raised(sides=((span,),), parameters={"words": material.words(span)})


def _may_instruct(text: str) -> bool:
    """Tell whether the pattern has to look: it takes a hundred times as long."""
    line = " ".join(folded(text).split())
    return any(word in line for word in _WITHOUT_WHICH_NONE) or bool(_OR_NONE.search(line))
