"""Words that were spoken, taken for the text of the accord.

Source: docs/spec/evidence/flags.md, "norm_paraphrased".
"""

from collections.abc import Iterator

from servanda.evidence.flags.material import Material, Raised
from servanda.evidence.flags.norms import is_persons, wordings
from servanda.evidence.origins.alike import joined


def norm_paraphrased(material: Material) -> Iterator[Raised]:
    """Yield one flag for each wording that a person speaks, however many texts print it."""
    spoken = [one for one in wordings(material) if is_persons(one)]
    numbers = {one.span: number for number, one in enumerate(spoken)}
    pairs = [
        (numbers[match.a], numbers[match.b])
        for match in material.corpus.matches
        if match.a in numbers and match.b in numbers
    ]
    for group in joined(len(spoken), pairs):
        spans = tuple(spoken[number].span for number in group)
        voice = spoken[group[0]].voice
        yield Raised(
            sides=(spans,),
            parameters={
                "speaker": material.named(voice.entities) if voice else "",
                "words": material.words(spans[0]),
            },
            statements=spans,
        )
