"""Every shipped attribute of people, households and homes stands under a head of its own."""

import pytest

from wenhui.record.registry.rules.topics import WORDS, Topic, topic_of
from wenhui.record.registry.testing import shipped_attributes


@pytest.mark.parametrize(
    ("key", "topic"),
    [
        ("person.marriage", Topic.FAMILY),
        ("person.registered_address", Topic.STAY),
        ("person.is_dead", Topic.IDENTITY),
        ("person.contact_phone", Topic.CONTACT),
        ("person.consent", Topic.OTHER),
        ("household.monthly_income", Topic.HELP),
        ("household.housing_area", Topic.HOUSING),
        ("dwelling.rent", Topic.HOUSING),
        ("organisation.name", Topic.OTHER),
    ],
)
def test_an_attribute_stands_under_its_topic(key: str, topic: Topic) -> None:
    assert topic_of(key) is topic


def test_only_what_is_asked_afresh_every_time_and_pets_and_bikes_have_no_topic() -> None:
    keys = [attribute.key for attribute in shipped_attributes().attributes]

    left = [key for key in keys if topic_of(key) is Topic.OTHER and not key.startswith("organisation.")]

    assert sorted(left) == [
        "household.ebikes",
        "household.pets",
        "person.consent",
        "person.promise",
        "person.signature",
    ]
    assert set(WORDS) == set(Topic)
