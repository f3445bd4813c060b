"""Registers some of the demonstration's residents a second time, as happens at counters, and has them suspected."""

from collections.abc import Iterator
from datetime import date, datetime
from random import Random
from typing import Any, Final

from django.db import transaction

from wenhui.kit.actor import Actor
from wenhui.kit.scope import upper_bound
from wenhui.record.registry import actions, identifiers
from wenhui.record.registry.models import LinkageModel, Person
from wenhui.record.registry.words import Registration, Sex

COPIES: Final = 40
SUBDISTRICT: Final = "hz.gs.wh."
SAMPLED: Final = 4_000  # residents among whom the copied ones are drawn
MISHEARD: Final = str.maketrans("伟强军华玉英秀芳晓浩轩子建国志", "玮蔷君桦宇瑛绣方小昊宣梓健帼智")


@transaction.atomic
def seed(*, number: int, today: date, by: Actor, at: datetime, within: str = SUBDISTRICT, copies: int = COPIES) -> None:
    """Register `copies` people again, with slips; train the model and put the pairs into the queue.

    Everything follows from `number` and `today`. Where a model stands already it does nothing.
    """
    if LinkageModel.objects.exists():
        return
    chance = Random(f"copies:{number}:{today.isoformat()}")  # noqa: S311 - invents people, guards nothing
    people = Person.objects.filter(
        area_path__gte=within, area_path__lt=upper_bound(within), left_on__isnull=True, dwelling__isnull=False,
        registration__in=(Registration.REGISTERED, Registration.RESIDENT),
    ).select_related("dwelling").order_by("pk")[:SAMPLED]  # fmt: skip
    for copy in _copies(list(people), chance, copies):
        actions.register_person(**copy, by=by, at=at)
    actions.train_linkage(by=by, at=at)
    actions.suspect(by=by, at=at)


def _copies(people: list[Person], chance: Random, copies: int) -> Iterator[dict[str, Any]]:
    """Return people as a counter writes them down that does not look first: by ear, without the card, from memory."""
    doors = [person.dwelling for person in people]
    for person in chance.sample(people, min(copies, len(people))):
        yield {
            "name": person.name.translate(MISHEARD) if chance.random() < 0.6 else person.name,
            "registration": Registration.FLOATING,
            "sex": Sex(person.sex) if chance.random() < 0.9 else Sex.UNKNOWN,
            "birth_on": person.birth_on if chance.random() < 0.85 else None,
            "phone": identifiers.open_phone(person.phone) if chance.random() < 0.7 else "",
            "dwelling": person.dwelling if chance.random() < 0.6 else chance.choice(doors),
        }
