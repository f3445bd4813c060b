"""Under which head a card shows an attribute (主题): the order in which one reads about a person or a home. Pure."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from wenhui.kit.words import Words


class Topic(StrEnum):
    """What an attribute is about, in the order of a card."""

    IDENTITY = "identity"
    FAMILY = "family"
    STAY = "stay"
    WORK = "work"
    HELP = "help"
    AGE = "age"
    HEALTH = "health"
    SCHOOL = "school"
    SERVICE = "service"
    CONTACT = "contact"
    HOUSING = "housing"
    OTHER = "other"


WORDS: Final[Mapping[Topic, Words]] = {
    Topic.IDENTITY: Words("身份", "Identity"),
    Topic.FAMILY: Words("婚姻家庭", "Family"),
    Topic.STAY: Words("户籍和居住", "Register and residence"),
    Topic.WORK: Words("就业和社保", "Work and insurance"),
    Topic.HELP: Words("收入和救助", "Income and assistance"),
    Topic.AGE: Words("养老服务", "Old age"),
    Topic.HEALTH: Words("健康", "Health"),
    Topic.SCHOOL: Words("教育", "Education"),
    Topic.SERVICE: Words("服役和志愿", "Service"),
    Topic.CONTACT: Words("联系", "Contacts"),
    Topic.HOUSING: Words("房屋", "Home"),
    Topic.OTHER: Words("其他", "Other"),
}
# Beginnings of the key's last part, the longest that fits; a dwelling's and a building's are all about the house.
OF_PERSONS: Final[Mapping[Topic, str]] = {
    Topic.IDENTITY: "name former_name foreign_name id_number certificate sex birth_date age ethnic nationality native_place"
    " birth_place politics party religion is_dead died_on is_key_person key_group",
    Topic.FAMILY: "marriage relation_to_head spouse guardian left_behind",
    Topic.STAY: "registration registered residential dwelling_number building_number unit_number estate_name"
    " community_name street_name grid_name residence_kind resident lives_apart consistency has_left left_on left_because"
    " left_to came_from inflow permit registered_stay",
    Topic.WORK: "employment occupation workplace labour unemployed skill pension medical_insurance",
    Topic.HELP: "monthly_income bank assistance assisted poverty needs helper",
    Topic.AGE: "elder_living lives_alone self_care stairs old_age senior emergency_button meal_service",
    Topic.HEALTH: "health chronic is_disabled disability vaccin vaccinated unvaccinated vaccine",
    Topic.SCHOOL: "education school",
    Topic.SERVICE: "military is_veteran enlisted discharged is_volunteer",
    Topic.CONTACT: "phone second_phone email contact vehicle",
}
OF_HOUSEHOLDS: Final[Mapping[Topic, str]] = {
    Topic.FAMILY: "number kind head size registered_size living_size formed_on",
    Topic.HELP: "monthly_income income_per_head annual_income property assistance assisted",
    Topic.HOUSING: "housing",
}


def topic_of(key: str) -> Topic:
    """Return under which head an attribute stands; what nobody placed stands under the last one."""
    subject, _, name = key.partition(".")
    if subject in {"dwelling", "building"}:
        return Topic.HOUSING
    places = {"person": OF_PERSONS, "household": OF_HOUSEHOLDS}.get(subject, {})
    fitting = [
        (len(beginning), topic)
        for topic, beginnings in places.items()
        for beginning in beginnings.split()
        if name.startswith(beginning)
    ]
    return max(fitting)[1] if fitting else Topic.OTHER
