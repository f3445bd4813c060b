"""`wenhui manage`: Django's own commands with a database at hand."""

import argparse

from wenhui.site import at_hand


def manage(given: argparse.Namespace) -> int:
    """Run one Django command."""
    with at_hand.database():
        from wenhui.site.manage import main

        main(given.rest)
    return 0
