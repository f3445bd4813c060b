"""Every response carries the policies, whatever became of it."""

import pytest
from django.test import Client

from wenhui.site import policy


@pytest.mark.parametrize("address", ["/", "/nothing-here", "/static/nothing.css", "/health/live"])
def test_every_response_says_what_a_browser_may_do(client: Client, address: str) -> None:
    response = client.get(address)

    assert response.headers["Content-Security-Policy"] == policy.CONTENT_SECURITY_POLICY
    assert response.headers["Permissions-Policy"] == policy.PERMISSIONS_POLICY
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_a_refused_host_is_answered_under_the_policy_too(client: Client) -> None:
    response = client.get("/", headers={"host": "elsewhere.example"})

    assert response.status_code == 400
    assert "default-src 'self'" in response.headers["Content-Security-Policy"]


def test_nothing_inline_and_nothing_from_elsewhere_is_allowed() -> None:
    rules = policy.CONTENT_SECURITY_POLICY

    assert "unsafe" not in rules
    assert "http" not in rules
    assert "*" not in rules
