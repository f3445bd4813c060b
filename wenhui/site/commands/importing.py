"""`wenhui cases import`: cases of another system, once."""

import argparse

from wenhui.site.commands import RefusalError, office


def cases(given: argparse.Namespace) -> int:
    """Import a file through a mapping; exit 2 with the reason when either cannot be used."""
    rejects = given.rejects or given.file.with_name(f"{given.file.name}.rejects.csv")
    with office() as server:
        from wenhui.site import demonstration
        from wenhui.work.cases.importing.mapping import MappingError
        from wenhui.work.cases.importing.reading import FileError

        try:
            demonstration.bring_in(given.file, given.mapping, rejects)
        except (FileError, MappingError) as error:
            raise RefusalError(str(error)) from error
        if server is not None:
            server.checkpoint()
    return 0
