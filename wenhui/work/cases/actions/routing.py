"""The decision table: an edition is brought, tried, switched on; a case that is taken up asks it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext

from wenhui.ground.areas.models import Level
from wenhui.ground.journal import actions as journal
from wenhui.kit.actor import Actor
from wenhui.work.cases import access
from wenhui.work.cases.actions import errors, steps
from wenhui.work.cases.clocks.calendars import Office, office_at
from wenhui.work.cases.models import Case, RouteEdition
from wenhui.work.cases.routing import decision_table
from wenhui.work.cases.routing.decision_table import Facts, Row, When, Where
from wenhui.work.cases.rules import office_of


@transaction.atomic
def bring_rules(*, path: str, rows: Sequence[Row], by: Actor, at: datetime) -> RouteEdition:
    """Keep an edition of an office's decision table; it holds once it is switched on. The same rows are kept once."""
    _refuse_unless_ruler(path, by, at)
    if not rows:
        raise errors.NothingGivenError(gettext("规则表里一行也没有。"))
    edition, is_new = RouteEdition.objects.get_or_create(
        path=path,
        digest=decision_table.digest(rows),
        defaults={"rows": [decision_table.stored(row) for row in rows], "brought_at": at, "brought_by": by.name},
    )
    if is_new:
        _note("bring_rules", edition, by, at)
    return edition


@transaction.atomic
def switch_on_rules(*, path: str, digest: str, by: Actor, at: datetime) -> RouteEdition:
    """Let an edition hold from now on; the one before it ends. Cases taken up before keep what they were told."""
    _refuse_unless_ruler(path, by, at)
    editions = {one.digest: one for one in RouteEdition.objects.select_for_update().filter(path=path)}
    edition = editions.get(digest)
    if edition is None:
        raise errors.UnknownCaseError(gettext("没有这一版规则。"))
    if edition.switched_on_at and not edition.ended_at:
        return edition
    RouteEdition.objects.filter(path=path, switched_on_at__isnull=False, ended_at=None).update(ended_at=at)
    edition.switched_on_at, edition.switched_on_by, edition.ended_at = at, by.name, None
    edition.save()
    _note("switch_on_rules", edition, by, at)
    return edition


def asked_of(case: Case, edition: RouteEdition | None, office: Office) -> tuple[int, Row] | None:
    """Return what an edition says about a case, with the number of the row."""
    return decision_table.first(edition.table, facts_of(case, office)) if edition else None


def facts_of(case: Case, office: Office) -> Facts:
    """Return what the table asks about a case."""
    in_hours = office.calendar.between(case.reported_at, case.reported_at + timedelta(minutes=1)).minutes > 0
    return Facts(
        type_key=case.type_id,
        path=case.area_path,
        when=When.WORK if in_hours else When.OFF,
        where=Where.BUILDING if case.area.level == Level.BUILDING else Where.OPEN,
        urgency=case.urgency,
    )


def holding(path: str) -> RouteEdition | None:
    """Return the edition that holds for the office of an area."""
    return RouteEdition.objects.filter(path=office_of(path), switched_on_at__isnull=False, ended_at=None).first()


def route(case: Case) -> Row | None:
    """Write on a case what the table says about it, and which row of which edition said so; the caller saves."""
    edition = holding(case.area_path)
    found = asked_of(case, edition, office_at(case.area_path))
    if edition is None or found is None:
        case.route = {}
        return None
    number, row = found
    case.route = {"edition": edition.digest, "row": number} | decision_table.stored(row)
    case.platform = row.platform or case.platform
    return row


def _refuse_unless_ruler(path: str, by: Actor, at: datetime) -> None:
    if not steps.may(by, access.RULES, path=path, at=at):
        raise errors.NotAllowedError(gettext("您的岗位不能改派遣规则。"))


def _note(verb: str, edition: RouteEdition, by: Actor, at: datetime) -> None:
    refs: dict[str, str | int] = {"edition": edition.digest, "rows": len(edition.rows)}
    journal.write(by=by, at=at, verb=f"cases.{verb}", subject=f"routes:{edition.path}", refs=refs)
