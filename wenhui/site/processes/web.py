"""The pages: uvicorn over the ASGI application. Open walls are told before it stops, so it stops at once."""

import socket
from typing import Any, Final

import uvicorn
from django.conf import settings

from wenhui.site import environment, processes

SHARED: Final[dict[str, Any]] = {"min_size": 2, "max_size": 8, "timeout": 5}
"""Connections that pages share: each page would otherwise open one of its own, whose triggers are compiled and whose tables
are looked up anew. Whoever comes while all are in use waits so many seconds for one."""


class Pages(uvicorn.Server):
    """A server whose open streams end themselves; uvicorn alone would wait for them."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Say goodbye to the walls, then close as usual."""
        from wenhui.cockpit import live

        live.hub().close()
        await super().shutdown(sockets)


def main() -> None:
    """Serve until told to stop; open requests are given two seconds."""
    processes.begin()
    settings.DATABASES["default"]["OPTIONS"]["pool"] = SHARED
    settings.DATABASES["default"]["CONN_HEALTH_CHECKS"] = True  # the database may have been started anew meanwhile
    config = uvicorn.Config(
        "wenhui.site.asgi:application",
        host=environment.host(),
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
