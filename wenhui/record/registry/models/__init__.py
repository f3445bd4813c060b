"""Tables of the registry: people and places, the dictionary, and what is kept of rows that are one person."""

from wenhui.record.registry.models.dictionary import (
    AdmittedAttribute,
    Attribute,
    CodeEntry,
    CodeTable,
    DictionaryEdition,
)
from wenhui.record.registry.models.merging import (
    Judgement,
    LinkageModel,
    Merge,
    MergeQuestion,
    MergeStep,
    Suspicion,
)
from wenhui.record.registry.models.people import Household, Organisation, Person, Residence
from wenhui.record.registry.models.striking import StrikeOut

__all__ = [
    "AdmittedAttribute",
    "Attribute",
    "CodeEntry",
    "CodeTable",
    "DictionaryEdition",
    "Household",
    "Judgement",
    "LinkageModel",
    "Merge",
    "MergeQuestion",
    "MergeStep",
    "Organisation",
    "Person",
    "Residence",
    "StrikeOut",
    "Suspicion",
]
