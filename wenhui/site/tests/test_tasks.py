"""A job whose worker was killed is put back; one whose worker lives is left alone."""

import pytest
from asgiref.sync import async_to_sync
from django.db import connection

from wenhui.site import tasks

pytestmark = pytest.mark.database
WORKER = "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - %s * interval '1 second') RETURNING id"
JOB = """
INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, worker_id)
VALUES ('default', 'ledgers.work', '{}', 'doing', %s) RETURNING id
"""


def job_of_a_worker_heard_of(seconds_ago: int) -> int:
    """Plant a job that some worker is at."""
    with connection.cursor() as cursor:
        cursor.execute(WORKER, [seconds_ago])
        cursor.execute(JOB, [cursor.fetchone()[0]])
        return int(cursor.fetchone()[0])


def test_a_job_whose_worker_was_killed_is_begun_again(db: None) -> None:
    dead, alive = job_of_a_worker_heard_of(300), job_of_a_worker_heard_of(5)

    async_to_sync(tasks.begin_again.func)(timestamp=0)

    with connection.cursor() as cursor:
        cursor.execute("SELECT id, status FROM procrastinate_jobs")
        assert dict(cursor.fetchall()) == {dead: "todo", alive: "doing"}
