"""Registering organisations, one or many, and striking out those that a wrong file brought."""

import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import connection, transaction

from wenhui.ground.areas.models import Area, Level
from wenhui.ground.journal import actions as journal
from wenhui.kit import bulk
from wenhui.kit.actor import Actor
from wenhui.kit.clock import local_day
from wenhui.kit.words import Words
from wenhui.record.registry import hanging
from wenhui.record.registry.actions.judging import stated
from wenhui.record.registry.actions.refusals import RegistryError, WrongPlaceError, in_words
from wenhui.record.registry.models import Organisation
from wenhui.record.registry.rules import names, organisations
from wenhui.record.registry.words import KIND_OF_REGISTER, OrganisationKind

LONGEST: Final = 120
FRESH: Final = "SELECT nextval(pg_get_serial_sequence('registry_organisation', 'id')) FROM generate_series(1, %s)"
MANY: Final = f"""
INSERT INTO registry_organisation (id, uscc, name, pinyin, initials, kind, area_id, area_path)
SELECT new.*, '' FROM unnest({bulk.array_of("bigint")}, {bulk.array_of("text")}, {bulk.array_of("text")},
    {bulk.array_of("text")}, {bulk.array_of("text")}, {bulk.array_of("text")}, {bulk.array_of("bigint")}) AS new
ON CONFLICT (uscc) DO NOTHING RETURNING id
"""


@dataclass(frozen=True, slots=True)
class NewOrganisation:
    """An organisation to be registered, in canonical texts; `area` is a building or grid, `kind` agrees with the code."""

    name: str
    area: int
    kind: str
    uscc: str = ""


class NamelessOrganisationError(RegistryError):
    """An organisation needs a name of reasonable length."""

    words = Words(f"单位名称要有 1–{LONGEST} 个字", f"an organisation's name has 1 to {LONGEST} characters")


class ContradictoryKindError(RegistryError):
    """The credit code belongs to another kind of organisation."""

    words = Words(
        "单位类别与统一社会信用代码的前两位不一致", "the kind contradicts the first two characters of the credit code"
    )


@transaction.atomic
def register_organisation(
    *, name: str, area: Area, uscc: str = "", kind: OrganisationKind | None = None, by: Actor, at: datetime
) -> Organisation:
    """Register an organisation in a building or grid. Its kind is read from the credit code where there is one."""
    name = " ".join(unicodedata.normalize("NFKC", name).split())
    if not 0 < len(name) <= LONGEST:
        raise NamelessOrganisationError
    if area.level not in {Level.BUILDING, Level.GRID}:
        raise WrongPlaceError(Words("单位要落在楼幢或网格上", "an organisation belongs to a building or grid"))
    code = organisations.read_credit_code(uscc) if uscc else None
    read = KIND_OF_REGISTER.get(code.register) if code else None
    if read and kind and read is not kind:
        raise ContradictoryKindError
    pinyin, initials = names.search_keys(name)
    with in_words("uscc"):
        organisation = Organisation.objects.create(
            name=name,
            pinyin=pinyin,
            initials=initials,
            uscc=code.number if code else None,
            kind=read or kind or OrganisationKind.OTHER,
            area=area,
        )
    journal.write(
        by=by,
        at=at,
        verb="registry.register_organisation",
        subject=f"organisation:{organisation.pk}",
        refs={"area": area.pk},
    )
    return organisation


@transaction.atomic
def register_organisations(*, organisations: Sequence[NewOrganisation], by: Actor, at: datetime) -> list[int | None]:
    """Register many organisations and return their numbers; None whose credit code stands already, perhaps out of sight.

    One journal line names how many.
    """
    if not organisations:
        return []
    with connection.cursor() as cursor:
        cursor.execute(FRESH, [len(organisations)])
        numbers = [int(row[0]) for row in cursor.fetchall()]
        rows = [
            (number, one.uscc or None, one.name, *names.search_keys(one.name), one.kind, one.area)
            for number, one in zip(numbers, organisations, strict=True)
        ]
        cursor.execute(MANY, [bulk.column(values) for values in zip(*rows, strict=True)])
        made = {row[0] for row in cursor.fetchall()}
    journal.write(
        by=by,
        at=at,
        verb="registry.register_organisations",
        subject=f"organisation:{numbers[0]}",
        refs={"first": numbers[0], "last": numbers[-1], "organisations": len(made)},
    )
    return [number if number in made else None for number in numbers]


@transaction.atomic
def strike_out_organisations(
    *, organisations: Collection[int], reason: str, by: Actor, at: datetime
) -> tuple[int, ...]:
    """Strike out organisations that should never have been registered, where nothing hangs on them; return which.

    They count no longer, and their credit codes are free for the right ones. Raises NoGroundError. Those out of sight,
    closed or struck out already are passed over.
    """
    reason = stated(reason)
    here = Organisation.objects.select_for_update(of=("self",)).filter(pk__in=organisations, closed_on__isnull=True)
    standing = sorted(here.values_list("pk", flat=True))
    held = hanging.on_organisations(standing)
    out = tuple(pk for pk in standing if pk not in held)
    Organisation.objects.filter(pk__in=out).update(closed_on=local_day(at), is_mistaken=True, uscc=None)
    journal.write(
        by=by,
        at=at,
        verb="registry.strike_out_organisations",
        subject=f"organisation:{standing[0] if standing else 0}",
        reason=reason,
        refs={"organisations": " ".join(map(str, out)), "stayed": len(held)},
    )
    return out
