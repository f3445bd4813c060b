"""Whatever a program sends to the public API, the answer is one its OpenAPI file promises, and never a failure of ours."""

from collections.abc import Callable
from typing import Any

import hypothesis
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import ignored_auth, positive_data_acceptance

from wenhui.ground.accounts.testing import MakeToken, WebClient
from wenhui.kit.privacy import Privacy
from wenhui.site.api import api
from wenhui.work.cases.testing import Desk

pytestmark = pytest.mark.django_db

EXAMPLES = 20
NOT_ASKED = [positive_data_acceptance, ignored_auth]
"""That a place must lie in the office is no matter of form; keys that do not hold have tests of their own."""

schema = schemathesis.openapi.from_dict(dict(api.get_openapi_schema()))
OPERATIONS = [found.ok() for found in schema.get_all_operations() if isinstance(found, Ok)]


def served(environ: dict[str, Any], start_response: Callable[[str, list[tuple[str, str]]], Any]) -> list[bytes]:
    """Answer one request as the web role, in the test's own transaction."""
    answer = WebClient(raise_request_exception=False).request(**environ)
    start_response(f"{answer.status_code} {answer.reason_phrase}", list(answer.items()))
    return [answer.content]


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: f"{one.method.upper()} {one.path}")
def test_an_operation_answers_as_its_file_says(operation: Any, desk: Desk, make_token: MakeToken) -> None:
    _, key = make_token(
        *("cases.see", "cases.report", "registry.see", "hooks.subscribe", "sensing.send"),
        clearance=Privacy.PERSONAL,
        per_minute=60_000,
    )
    desk.report()

    @hypothesis.settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @hypothesis.given(case=operation.as_strategy())
    def ask(case: Any) -> None:
        answer = case.call(app=served, headers={"Authorization": f"Bearer {key}"})
        case.validate_response(answer, excluded_checks=NOT_ASKED)

    ask()
