"""Every operation keeps to its own description, whatever is drawn from it: right values and wrong.

Schemathesis calls the application in this process. What a statement may say is more than a form
can tell, so a right form may be refused; everything else that it checks must hold.
"""

from typing import Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from servanda.interfaces.api.description import describe
from servanda.interfaces.api.service import service
from tests.interfaces.api.programs import program_of
from tests.usecases.people.desk import PeopledDesk

MAX_EXAMPLES = 8  # of each operation and kind of value: some thousand calls

schema = schemathesis.openapi.from_dict(describe(service))
schema.app = get_wsgi_application()


@pytest.fixture(scope="module", name="token")
def _token(desk: PeopledDesk) -> str:
    return program_of(desk, "dora").token


@schema.parametrize()
@settings(
    max_examples=MAX_EXAMPLES,
    deadline=None,
    suppress_health_check=[*HealthCheck],
)
def test_an_operation_keeps_to_its_description(case: Any, token: str) -> None:  # noqa: ANN401
    case.call_and_validate(
        headers={"Authorization": f"Bearer {token}", "Host": "127.0.0.1"},
        excluded_checks=[positive_data_acceptance],
    )
