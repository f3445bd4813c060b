"""The job worker: procrastinate on the office's own PostgreSQL, as the web role."""

import os


def main() -> None:
    """Work on jobs until told to stop."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wenhui.site.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("procrastinate", "worker", "--shutdown-graceful-timeout=2", "--delete-jobs=successful")


if __name__ == "__main__":
    main()
