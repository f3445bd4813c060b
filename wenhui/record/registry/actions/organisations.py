"""Registering organisations."""

import unicodedata
from datetime import datetime

from django.db import transaction

from wenhui.ground.areas.models import Area, Level
from wenhui.ground.journal import actions as journal
from wenhui.kit.actor import Actor
from wenhui.kit.words import Words
from wenhui.record.registry.actions.refusals import RegistryError, WrongPlaceError, in_words
from wenhui.record.registry.models import Organisation
from wenhui.record.registry.rules import names, organisations
from wenhui.record.registry.words import KIND_OF_REGISTER, OrganisationKind

LONGEST = 120


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
