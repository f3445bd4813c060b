"""Conventions of tables: privacy classes, directions of foreign keys, names of constraints."""

import pytest
from django.db.models import ForeignKey, Model

from tests.house.house import ORDER, our_apps
from wenhui.kit.privacy import Privacy

MODELS = [model for config in our_apps() for model in config.get_models()]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_column_has_a_privacy_class(model: type[Model]) -> None:
    named = getattr(model, "PRIVACY", {})

    columns = {field.name for field in model._meta.concrete_fields}

    assert set(named) == columns, f"{model.__name__}.PRIVACY names {sorted(set(named) ^ columns)} wrongly or not at all"
    assert all(isinstance(kind, Privacy) for kind in named.values())


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_no_foreign_key_points_up_the_house(model: type[Model]) -> None:
    here = ORDER.index(model._meta.app_label)

    keys = [field for field in model._meta.concrete_fields if isinstance(field, ForeignKey)]

    for key in keys:
        there = key.related_model._meta.app_label
        assert there not in ORDER or ORDER.index(there) <= here, f"{model.__name__}.{key.name} points up at {there}"


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_foreign_keys_across_rooms_leave_no_name_behind(model: type[Model]) -> None:
    keys = [field for field in model._meta.concrete_fields if isinstance(field, ForeignKey)]

    across = [key for key in keys if key.related_model._meta.app_label != model._meta.app_label]

    assert [key.name for key in across if not key.remote_field.hidden] == []


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_constraints_and_indexes_are_named_sentences(model: type[Model]) -> None:
    names = [thing.name for thing in (*model._meta.constraints, *model._meta.indexes)]

    assert [name for name in names if not name.islower() or name.count("_") < 2] == []
