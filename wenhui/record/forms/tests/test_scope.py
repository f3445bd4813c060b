"""Who sees forms and who may change them, asked of the database as pages ask it."""

import pytest
from django.db import DatabaseError, transaction

from wenhui.ground.accounts.testing import AsWeb
from wenhui.kit.privacy import Privacy
from wenhui.kit.scope import Scope
from wenhui.record.forms.models import EntryCount, Filling, Form, FormColumn
from wenhui.record.forms.testing import Desk

BELOW = Scope("hz.gs.wh.lsdy.g04.", Privacy.PERSONAL)
ELSEWHERE = Scope("hz.gs.wh.dtg.", Privacy.PERSONAL)


def test_a_form_of_the_office_is_seen_below_and_changed_only_from_where_it_is_asked(desk: Desk, as_web: AsWeb) -> None:
    form = desk.drafted(area=desk.office.subdistrict)

    with as_web(BELOW):
        assert FormColumn.objects.filter(form=form).count() == 4
        assert Form.objects.update(name="别的") == 0
        assert FormColumn.objects.update(title="别的") == 0
        with pytest.raises(DatabaseError), transaction.atomic():
            FormColumn.objects.create(form=form, place=9, title="添的", answering="text", why_own="没有问过")


def test_a_form_of_one_community_is_not_seen_in_another(desk: Desk, as_web: AsWeb) -> None:
    form = desk.admitted()
    desk.fill(form, desk.people["林秋实"], said={4: "1"})

    with as_web(ELSEWHERE):
        assert not Form.objects.exists()
        assert not FormColumn.objects.exists()
        assert not Filling.objects.exists()
        assert not EntryCount.objects.exists()
    with as_web(BELOW):
        assert Filling.objects.count() == EntryCount.objects.count() == 1
    with as_web(Scope("hz.gs.wh.", Privacy.INSIDE)):
        assert Form.objects.exists()
        assert not Filling.objects.exists()
