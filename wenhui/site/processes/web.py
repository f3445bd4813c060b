"""The pages: uvicorn over the ASGI application."""

import uvicorn

from wenhui.site import environment


def main() -> None:
    """Serve until told to stop; open streams are given two seconds."""
    uvicorn.run(
        "wenhui.site.asgi:application",
        host=environment.HOST.raw(),
        port=environment.port(),
        log_level="warning",
        access_log=False,
        proxy_headers=True,
        timeout_graceful_shutdown=2,
        lifespan="off",
    )


if __name__ == "__main__":
    main()
