"""What the settings know of outlets: addresses with their secrets, and the mail server. No Django."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Line:
    """Where a robot or webhook is reached. A robot's address is a secret by itself; `secret` signs, where one is set."""

    url: str = field(repr=False)
    secret: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class MailServer:
    """Who takes our e-mail, and from which mailbox it comes."""

    host: str
    port: int
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)
    is_tls: bool = False
    """From the first byte; else the connection turns to TLS, but on this machine itself."""
    is_near: bool = False

    @property
    def turns_to_tls(self) -> bool:
        """Say whether the connection begins in clear and turns to TLS before anything is said."""
        return not self.is_tls and not self.is_near
