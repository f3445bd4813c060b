"""The pages: uvicorn over the ASGI application. Open walls are told before it stops, so it stops at once."""

import logging
import socket

import uvicorn

from wenhui.site import environment


class Pages(uvicorn.Server):
    """A server whose open streams end themselves; uvicorn alone would wait for them."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Say goodbye to the walls, then close as usual."""
        from wenhui.cockpit import live

        live.hub().close()
        await super().shutdown(sockets)


def main() -> None:
    """Serve until told to stop; open requests are given two seconds.

    What went wrong is written into the log with its traceback, as the error page promises: Django alone tells nobody.
    """
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("django.request").addFilter(lambda record: record.levelno >= logging.ERROR)
    config = uvicorn.Config(
        "wenhui.site.asgi:application",
        host=environment.HOST.raw(),
        port=environment.port(),
        log_level="warning",
        access_log=False,
        proxy_headers=True,
        timeout_graceful_shutdown=2,
        lifespan="off",
    )
    Pages(config).run()


if __name__ == "__main__":
    main()
