"""`wenhui journal verify`: every seal checked, damage told apart from the unsealed tail."""

import argparse

from wenhui.site.commands import office, tell


def verify(given: argparse.Namespace) -> int:
    """Check the journal's chain; exit 1 on damage."""
    with office():
        from wenhui.ground.journal import verifying

        report = verifying.verify()
    for finding in report.findings:
        tell(str(finding))
    tell(str(report))
    return 1 if report.findings else 0
