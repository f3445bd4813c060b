"""The worker's own duty: a job whose worker was killed is begun again. Every job of the house may be begun twice."""

from procrastinate.contrib.django import app


@app.periodic(cron="* * * * *")
@app.task(name="site.begin_again", queueing_lock="site.begin_again")
async def begin_again(timestamp: int) -> None:
    """Put jobs back whose worker has not been heard of for half a minute."""
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=30):
        await app.job_manager.retry_job(job)
