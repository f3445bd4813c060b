"""The embedded database as the supervisor sees it: started again when it ends, stopped by whoever opened it."""

import time
from dataclasses import dataclass

from wenhui.site.postgres import Server
from wenhui.site.processes.supervisor import Child


@dataclass(kw_only=True)
class Database(Child):
    """A server that is started already, by us or by one who was killed."""

    server: Server

    @classmethod
    def of(cls, server: Server) -> "Database":
        """Return the child that looks after a running server."""
        return cls(name="database", command=(), environ={}, log=server.log, server=server, started_at=time.monotonic())

    def start(self) -> None:
        """Start the server and do not wait; it may have to read its log again, and the office waits for it anyway."""
        self.server.launch()
        self.started_at = time.monotonic()

    @property
    def is_running(self) -> bool:
        """Say whether the server lives."""
        return self.server.is_running
