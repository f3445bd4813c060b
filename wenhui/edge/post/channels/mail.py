"""E-mail to the mailboxes of a unit or a role, by Django's own SMTP."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException

from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend

from wenhui.edge.exchange.models import Outgoing
from wenhui.edge.exchange.parties import Answer, Verdict
from wenhui.edge.post import letters as written
from wenhui.edge.post.lines import MailServer

A_BATCH = 50
PATIENCE = 10


class Mail:
    """An open line to the mail server, for one outlet's mailboxes."""

    def __init__(self, server: MailServer, mailboxes: Sequence[str], *, backend: EmailBackend | None = None) -> None:
        self.server, self.mailboxes = server, list(mailboxes)
        self.backend = backend or backend_of(server)

    def send(self, letters: Sequence[Outgoing]) -> Verdict:
        """Send letters in one e-mail."""
        told = written.read(one.body for one in letters)
        message = EmailMessage(
            written.head(told), written.text(told), self.server.sender, self.mailboxes, connection=self.backend
        )
        try:
            message.send()
        except SMTPRecipientsRefused as error:
            codes = [code for code, _ in error.recipients.values()]
            return Verdict(Answer.REFUSED if codes and min(codes) >= 500 else Answer.AWAY, f"SMTP {codes}")
        except SMTPResponseException as error:
            words = error.smtp_error.decode(errors="replace") if isinstance(error.smtp_error, bytes) else ""
            why = f"SMTP {error.smtp_code} {words[:200]}".strip()
            return Verdict(Answer.REFUSED if error.smtp_code in {552, 554} else Answer.AWAY, why)
        except (SMTPException, OSError) as error:
            return Verdict(Answer.AWAY, type(error).__name__)
        return Verdict(Answer.TAKEN)


@contextmanager
def line(server: MailServer, mailboxes: Sequence[str]) -> Iterator[Mail]:
    """Open a line to the mail server and close it in the end."""
    mail = Mail(server, mailboxes)
    try:
        yield mail
    finally:
        mail.backend.close()


def backend_of(server: MailServer, *, patience: int = PATIENCE) -> EmailBackend:
    """Return Django's backend for this server, whatever the settings say of e-mail otherwise."""
    return EmailBackend(
        host=server.host, port=server.port, username=server.user, password=server.password, timeout=patience,
        use_ssl=server.is_tls, use_tls=server.turns_to_tls, fail_silently=False,
    )  # fmt: skip


def why_unreachable(server: MailServer) -> str:
    """Say why the mail server does not let us in; empty when it does."""
    backend = backend_of(server, patience=5)
    try:
        backend.open()
    except (SMTPException, OSError) as error:
        return f"{type(error).__name__}: {error}"[:200]
    finally:
        backend.close()
    return ""
