"""Whether a table can be imported as its columns are understood: it must be told of whom or what each row speaks."""

from collections.abc import Mapping
from typing import Final

from wenhui.kit.words import Words
from wenhui.record.ledgers.refusals import (
    LedgersError,
    NobodyToTellError,
    NoBuildingToTellError,
    NoHomeToTellError,
    NoHouseholdToTellError,
    NoOrganisationToTellError,
)
from wenhui.record.ledgers.rules.columns import Binding
from wenhui.record.ledgers.rules.rows import subject_of
from wenhui.record.registry.words import Subject

ID_NUMBER: Final = "person.id_number"
NAME: Final = "person.name"
PHONE: Final = "person.phone"
ADDRESS: Final = "person.residential_address"
HOME: Final = "dwelling.address"
HEAD_ID: Final = "household.head_id_number"
HEAD_NAME: Final = "household.head_name"
USCC, BODY, WHERE = "organisation.uscc", "organisation.name", "organisation.address"

# Columns that together tell one row from another, by what rows are; any of these sets will do.
TELLING: Final[Mapping[Subject, tuple[frozenset[str], ...]]] = {
    Subject.PERSON: (frozenset({ID_NUMBER}), frozenset({NAME, PHONE}), frozenset({NAME, ADDRESS})),
    Subject.HOUSEHOLD: (
        frozenset({"household.number"}), frozenset({HEAD_ID}), frozenset({ID_NUMBER}),
        *(frozenset({name, home}) for name in (HEAD_NAME, NAME) for home in (HOME, ADDRESS)),
    ),
    Subject.DWELLING: (frozenset({HOME}), frozenset({ADDRESS}), frozenset({"dwelling.code"})),
    Subject.BUILDING: (frozenset({"building.name"}), frozenset({"building.address"})),
    Subject.ORGANISATION: (frozenset({USCC}), frozenset({BODY, WHERE})),
}  # fmt: skip
REFUSED: Final[Mapping[Subject, type[LedgersError]]] = {
    Subject.PERSON: NobodyToTellError,
    Subject.HOUSEHOLD: NoHouseholdToTellError,
    Subject.DWELLING: NoHomeToTellError,
    Subject.BUILDING: NoBuildingToTellError,
    Subject.ORGANISATION: NoOrganisationToTellError,
}
NOBODY_NEW = Words(
    "没有姓名或现住址，登记簿里没有的人不会新增，只会列出来",
    "without names or addresses nobody new is registered; such rows are listed",
)
BY_NAME = Words(
    "没有身份号码，只能按姓名加电话、姓名加住址认人；认到的请核对，换过电话又搬过家的认不出",
    "without ID numbers people are told by name and phone, or name and home; whoever changed both is not found",
)
HEADS_BY_NAME = Words(
    "没有户号和户主身份号码，只能按户主姓名加地址认户，认到的请核对",
    "without numbers households are told by the head's name and home; please check those that are found",
)
NO_BODY_NEW = Words(
    "没有单位名称或地址，登记簿里没有的单位不会新增，只会列出来",
    "without names or addresses no new organisation is registered; such rows are listed",
)
BODIES_BY_NAME = Words(
    "没有统一社会信用代码，只能按单位名称加地址认；改过名或搬过的会当成新单位",
    "without credit codes organisations are told by name and address; those renamed or moved are taken for new ones",
)


def refusal(binding: Binding) -> LedgersError | None:
    """Return why a table cannot be imported as it is understood, or None."""
    subject, keys = subject_of(binding), binding.by_key.keys()
    return None if any(needed <= keys for needed in TELLING[subject]) else REFUSED[subject]()


def ensure(binding: Binding) -> None:
    """Raise the refusal of a table that cannot be imported."""
    refused = refusal(binding)
    if refused is not None:
        raise refused


def warnings(binding: Binding) -> list[Words]:
    """Return what to know before a table that can be imported is."""
    keys = binding.by_key
    match subject_of(binding):
        case Subject.PERSON:
            found = [] if ID_NUMBER in keys else [BY_NAME]
            return found if NAME in keys and ADDRESS in keys else [*found, NOBODY_NEW]
        case Subject.HOUSEHOLD:
            return [] if {"household.number", HEAD_ID, ID_NUMBER} & keys.keys() else [HEADS_BY_NAME]
        case Subject.ORGANISATION:
            found = [] if USCC in keys else [BODIES_BY_NAME]
            return found if BODY in keys and WHERE in keys else [*found, NO_BODY_NEW]
        case _:
            return []
