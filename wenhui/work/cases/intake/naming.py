"""Who reports, as another system names them: what cannot be used is left out, and said; and who may write it down."""

from contextlib import AbstractContextManager, nullcontext

from wenhui.ground.accounts.scoped import scope_on
from wenhui.kit.privacy import Privacy
from wenhui.kit.scope import Scope
from wenhui.work.cases.actions.errors import ReporterError
from wenhui.work.cases.actions.reporters import LONGEST_NAME, Reporter
from wenhui.work.cases.words import Behalf, Route


def named(*, name: str, phone: str) -> tuple[Reporter, str]:
    """Return a resident as far as they can be named, and why not further; nobody where nothing is said of them.

    A report is worth more than the number under it: one that cannot be called is left out.
    """
    if not name and not phone:
        return Reporter(), ""
    route = Route.PHONE if phone else Route.NONE
    try:
        return Reporter(Behalf.RESIDENT, name[:LONGEST_NAME], phone, route).usable(), ""
    except ReporterError as error:
        left = Reporter(Behalf.RESIDENT, name[:LONGEST_NAME]) if name else Reporter()
        return left, str(error)


def cleared_for(reporter: Reporter, path: str) -> AbstractContextManager[None]:
    """Let a program write down who reports, which it may not read; where nobody is named, nothing is changed."""
    is_named = bool(reporter.name or reporter.phone)
    return scope_on(Scope(path, Privacy.PERSONAL)) if is_named else nullcontext()
