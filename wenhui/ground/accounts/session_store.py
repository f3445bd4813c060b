"""Where browsers' sessions are kept: Django's database store, except that keys are stored only as their SHA-256.

Whoever reads the table (a backup, a report) cannot log in with what they read.
"""

import hashlib
from typing import Any

from asgiref.sync import sync_to_async
from django.contrib.sessions.backends import db

from wenhui.kit import clock


def key_hash(session_key: str) -> str:
    """Return what the database holds in place of a session's key."""
    return hashlib.sha256(session_key.encode()).hexdigest()


class SessionStore(db.SessionStore):
    """Sessions whose keys are known to the browser alone."""

    @classmethod
    def get_model_class(cls) -> Any:
        """Return the table of sessions."""
        from wenhui.ground.accounts.models import StoredSession

        return StoredSession

    def load(self) -> dict[str, Any]:
        """Return what the session holds; an unknown or expired key holds nothing and is dropped."""
        stored = self.model.objects.filter(
            session_key=key_hash(self.session_key or ""), expire_date__gt=clock.now()
        ).first()
        if stored is None:
            self._session_key = None
            return {}
        return self.decode(stored.session_data)

    def exists(self, session_key: str) -> bool:
        """Say whether a session has this key."""
        return bool(self.model.objects.filter(session_key=key_hash(session_key)).exists())

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        """Return the row that keeps the session."""
        return self.model(
            session_key=key_hash(self._get_or_create_session_key()),  # type: ignore[attr-defined]
            session_data=self.encode(data),
            expire_date=self.get_expiry_date(),
        )

    def delete(self, session_key: str | None = None) -> None:
        """Forget the session."""
        key = session_key or self.session_key
        if key:
            self.model.objects.filter(session_key=key_hash(key)).delete()

    async def aload(self) -> dict[str, Any]:
        """Return what the session holds."""
        return await sync_to_async(self.load)()

    async def aexists(self, session_key: str) -> bool:
        """Say whether a session has this key."""
        return await sync_to_async(self.exists)(session_key)

    async def acreate_model_instance(self, data: dict[str, Any]) -> Any:
        """Return the row that keeps the session."""
        return await sync_to_async(self.create_model_instance)(data)

    async def adelete(self, session_key: str | None = None) -> None:
        """Forget the session."""
        await sync_to_async(self.delete)(session_key)
