"""For which ground the office speaks Open311, and which types of case it offers there."""

from typing import Any, ClassVar

from django.db import models

from wenhui.ground.areas.models import Area
from wenhui.kit.privacy import Privacy
from wenhui.kit.words import Words


class Jurisdiction(models.Model):
    """An office as Open311 names it (开放辖区). Rows come from the catalogue.

    `services` are the types of case that strangers may know of, in order, each with the attributes asked for. A type that
    is not offered is never shown to anyone without a key: that somebody quarrels in a building is not for the street.
    """

    PRIVACY: ClassVar = dict.fromkeys(
        ["key", "area", "zh", "en", "contact_zh", "contact_en", "services", "ended"], Privacy.OPEN
    )
    WEB_MAY: ClassVar[str] = "SELECT"

    key = models.CharField(max_length=80, primary_key=True)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    zh = models.CharField(max_length=80)
    en = models.CharField(max_length=120)
    contact_zh = models.CharField(max_length=200)
    contact_en = models.CharField(max_length=200)
    services = models.JSONField()
    ended = models.BooleanField(default=False)

    @property
    def words(self) -> Words:
        """Return its name in both languages."""
        return Words(self.zh, self.en)

    @property
    def contact(self) -> Words:
        """Return whom to ask, in both languages."""
        return Words(self.contact_zh, self.contact_en)

    @property
    def offered(self) -> list[str]:
        """Return the keys of the types offered, in order."""
        return [service["type"] for service in self.services]

    def attributes_of(self, code: str) -> list[dict[str, Any]]:
        """Return what is asked for beside place and words when a case of this type is reported."""
        return next((service["attributes"] for service in self.services if service["type"] == code), [])
