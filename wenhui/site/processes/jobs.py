"""The job worker: procrastinate on the office's own PostgreSQL, as the web role."""

from wenhui.site import processes


def main() -> None:
    """Work on jobs until told to stop."""
    processes.begin_with_django()
    from django.core.management import call_command

    call_command("procrastinate", "worker", "--shutdown-graceful-timeout=2", "--delete-jobs=successful")


if __name__ == "__main__":
    main()
