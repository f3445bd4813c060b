"""The demonstration's rooms are seeded together, in order, and stand beside each other."""

from datetime import datetime
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, models

from wenhui.edge.sensing.models import Device
from wenhui.ground.accounts.models import Account, Post
from wenhui.ground.areas.models import Area
from wenhui.ground.tally import actions as tally
from wenhui.ground.tally.models import Frozen
from wenhui.kit import clock
from wenhui.kit.actor import job
from wenhui.record.facts.models import Conflict, Origin
from wenhui.record.forms.models import Filing, Form
from wenhui.record.ledgers.models import CellCount, Upload
from wenhui.record.registry.models import Household, Organisation, Person, Suspicion
from wenhui.site import catalogue, demonstration
from wenhui.work.cases.models import Case
from wenhui.work.visits.models import Reason, Roster, Visit

pytestmark = pytest.mark.faults

SMALL = demonstration.Size(residents=1_500, copies=4, days=5, photos=4, tickets=9, trend_days=2)
ROOMS: tuple[type[models.Model], ...] = (
    *(Area, Account, Post, Device, Person, Household, Organisation, Suspicion, Origin, Conflict, Case),
    *(Form, Filing, CellCount, Upload, Roster, Reason, Visit, Frozen),
)


def rows() -> dict[str, int]:
    """Count every table of every room."""
    ours = [model for model in apps.get_models() if model.__module__.startswith("wenhui.")]
    return {model._meta.label: model._default_manager.count() for model in ours}


def analyzed() -> tuple[datetime, int]:
    """Return when the planner was last told of the people, and how many it believes there are."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT s.last_analyze, c.reltuples::int FROM pg_stat_user_tables s JOIN pg_class c ON c.oid = s.relid "
            "WHERE s.relname = 'registry_person'"
        )
        when, many = cursor.fetchone()
        return when, many


def test_the_whole_office_is_seeded_counted_right_and_not_doubled(own_database: None) -> None:
    catalogue.run_apply(Path(settings.ROOT) / "catalogue" / "wenhui", by=job("tests"), at=clock.now())
    demonstration.seed(number=1, size=SMALL)
    planted = rows()
    differences = list(tally.differences())
    known = analyzed()

    demonstration.seed(number=1, size=SMALL)

    assert [model.__name__ for model in ROOMS if not planted[model._meta.label]] == []
    assert differences == []
    assert rows() == planted
    assert known[1] == Person.objects.count()
    assert analyzed() == known
