"""Whether a table can be imported as its columns are understood: a row must be a person, and it must be told who."""

from typing import Final

from wenhui.kit.words import Words
from wenhui.record.ledgers.refusals import LedgersError, NobodyToTellError, NotOfPeopleError
from wenhui.record.ledgers.rules.columns import Binding
from wenhui.record.registry.words import Subject

ID_NUMBER: Final = "person.id_number"
NAME: Final = "person.name"
PHONE: Final = "person.phone"
ADDRESS: Final = "person.residential_address"
NOBODY_NEW = Words(
    "没有姓名或现住址，登记簿里没有的人不会新增，只会列出来",
    "without names or addresses nobody new is registered; such rows are listed",
)
BY_NAME = Words(
    "没有身份号码，只能按姓名加电话、姓名加住址认人；认到的请核对，换过电话又搬过家的认不出",
    "without ID numbers people are told by name and phone, or name and home; whoever changed both is not found",
)


def refusal(binding: Binding) -> LedgersError | None:
    """Return why a table cannot be imported as it is understood, or None."""
    if binding.subject not in {None, Subject.PERSON}:
        return NotOfPeopleError()
    keys = binding.by_key
    if ID_NUMBER in keys or (NAME in keys and (PHONE in keys or ADDRESS in keys)):
        return None
    return NobodyToTellError()


def ensure(binding: Binding) -> None:
    """Raise the refusal of a table that cannot be imported."""
    refused = refusal(binding)
    if refused is not None:
        raise refused


def warnings(binding: Binding) -> list[Words]:
    """Return what to know before a table that can be imported is."""
    keys = binding.by_key
    found = [] if ID_NUMBER in keys else [BY_NAME]
    return found if NAME in keys and ADDRESS in keys else [*found, NOBODY_NEW]
