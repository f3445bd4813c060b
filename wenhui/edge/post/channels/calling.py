"""What robots and webhooks have in common: one POST of JSON, and an answer that is read or not there."""

import json
from collections.abc import Mapping
from types import TracebackType
from typing import Any, Self

import httpx

from wenhui.edge.exchange.parties import Answer, Verdict

TIMEOUT = httpx.Timeout(10.0, connect=5.0)
LONGEST_ANSWER = 100_000


class Caller:
    """Calls addresses. `transport` stands in for the network where their fake is in the same process."""

    def __init__(self, *, transport: httpx.BaseTransport | None = None) -> None:
        self.client = httpx.Client(
            timeout=TIMEOUT, transport=transport, headers={"User-Agent": "wenhui"}, trust_env=False
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.client.close()

    def post(self, url: httpx.URL, body: bytes, headers: Mapping[str, str] | None = None) -> httpx.Response | Verdict:
        """Return the answer, or that nobody was there. What is said of a failure never holds the address."""
        told = {"Content-Type": "application/json"} | dict(headers or {})
        try:
            return self.client.post(url, content=body, headers=told)
        except httpx.HTTPError as error:
            return Verdict(Answer.AWAY, type(error).__name__)


def packed(content: Mapping[str, Any]) -> bytes:
    """Return JSON as it is sent."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def verdict_of_robot(answer: httpx.Response | Verdict, *, for_good: frozenset[int]) -> Verdict:
    """Return how a robot took a message: `errcode` 0 is taken, those of `for_good` refuse it, any other is tried again."""
    if isinstance(answer, Verdict):
        return answer
    try:
        told = answer.json() if len(answer.content) <= LONGEST_ANSWER else None
    except ValueError:
        told = None
    code = told.get("errcode") if isinstance(told, dict) else None
    if not answer.is_success or not isinstance(told, dict) or not isinstance(code, int):
        return Verdict(Answer.AWAY, f"{answer.status_code} {answer.text[:200]}".strip())
    if code == 0:
        return Verdict(Answer.TAKEN)
    why = f"errcode {code} {str(told.get('errmsg', ''))[:200]}".strip()
    return Verdict(Answer.REFUSED if code in for_good else Answer.AWAY, why)
