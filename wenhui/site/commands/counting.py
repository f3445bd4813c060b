"""`wenhui recount`: every figure counted again from the rows."""

import argparse

from wenhui.site.commands import office, tell

MOST_SHOWN = 50


def recount(given: argparse.Namespace) -> int:
    """Count everything again; with --check list the differences and exit 1 if there are any."""
    with office():
        from wenhui.ground.tally import actions
        from wenhui.kit import clock

        if not given.check:
            actions.recount()
            tell("Everything was counted again from the rows.")
            return 0
        found = 0
        for found, difference in enumerate(actions.check(at=clock.now()), start=1):
            if found <= MOST_SHOWN:
                tell(str(difference))
    tell(f"{found} differences." if found else "No differences: every figure is what the rows say.")
    return 1 if found else 0
