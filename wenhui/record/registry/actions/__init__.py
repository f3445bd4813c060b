"""Every write of the registry. Each is one transaction and leaves one journal line of identifiers, never of values."""

from wenhui.record.registry.actions.attributes import admit_attribute, dismiss_attribute, write_dictionary
from wenhui.record.registry.actions.households import form_household
from wenhui.record.registry.actions.judging import judge_different, put_off
from wenhui.record.registry.actions.linking import suspect, train_linkage
from wenhui.record.registry.actions.merging import merge
from wenhui.record.registry.actions.moving import move_in, move_out
from wenhui.record.registry.actions.organisations import (
    NewOrganisation,
    register_organisation,
    register_organisations,
    strike_out_organisations,
)
from wenhui.record.registry.actions.people import correct_person, register_person
from wenhui.record.registry.actions.registering import NewPeople, register_many
from wenhui.record.registry.actions.revealing import reveal
from wenhui.record.registry.actions.striking import Struck, reinstate, strike_out
from wenhui.record.registry.actions.unmerging import answer_whose, unmerge

__all__ = [
    "NewOrganisation",
    "NewPeople",
    "Struck",
    "admit_attribute",
    "answer_whose",
    "correct_person",
    "dismiss_attribute",
    "form_household",
    "judge_different",
    "merge",
    "move_in",
    "move_out",
    "put_off",
    "register_many",
    "register_organisation",
    "register_organisations",
    "register_person",
    "reinstate",
    "reveal",
    "strike_out",
    "strike_out_organisations",
    "suspect",
    "train_linkage",
    "unmerge",
    "write_dictionary",
]
