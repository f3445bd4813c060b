"""What `wenhui up` does before any process starts: roles, tables, catalogue, words, static files, the demonstration."""

from pathlib import Path

from django.core.management import call_command
from django.db import connection

from wenhui.kit import actor, clock
from wenhui.site import loading

OFFICE = actor.job("up", "系统启动")
CATALOGUE = Path(__file__).resolve().parents[2] / "catalogue" / "wenhui"


def prepare() -> None:
    """Bring the database to what the code and the catalogue say; quick when nothing changed."""
    loading.django()
    from wenhui.ground.accounts import web_role
    from wenhui.site import at_hand, catalogue, translating

    try:
        web_role.ensure_web_role(connection)
    except web_role.WebRoleError as error:
        raise at_hand.DatabaseError(str(error)) from error
    call_command("migrate", verbosity=0, interactive=False)
    web_role.grant(connection)
    catalogue.run_apply(CATALOGUE, by=OFFICE, at=clock.now())
    translating.compile_all()
    call_command("collectstatic", verbosity=0, interactive=False)


def ensure_demonstration() -> None:
    """Seed the demonstration; what was planted before stays, so that an interrupted seed is finished, not doubled."""
    from wenhui.site import demonstration

    demonstration.seed(number=1)


def ensure_casework(file: Path) -> None:
    """Import real casework into the second demonstration city; rows already held stay as they are."""
    from wenhui.site import demonstration

    demonstration.import_casework(file)
