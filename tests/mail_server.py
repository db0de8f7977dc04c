"""A mail server for tests: takes letters by SMTP (RFC 5321) and keeps them."""

from __future__ import annotations

import email
import email.policy
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from socketserver import StreamRequestHandler, ThreadingTCPServer

from django.test import override_settings

SMTP = "django.core.mail.backends.smtp.EmailBackend"


class _Conversation(StreamRequestHandler):
    """One connection: what a client says line by line, and what it is answered."""

    server: MailServer

    def handle(self) -> None:
        self._say("220 mail.example.org")
        while line := self.rfile.readline():
            verb = line[:4].upper().strip()
            if verb == b"DATA":
                self._say("354 go on")
                self.server.keep(self._letter())
            self._say("221 bye" if verb == b"QUIT" else "250 OK")
            if verb == b"QUIT":
                return

    def _letter(self) -> bytes:
        """Up to the line with a dot alone; a dot at a line's start was doubled (4.5.2)."""
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        return b"".join(lines)

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


class MailServer(ThreadingTCPServer):
    """Listens on a free port of this machine."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.letters: list[EmailMessage] = []

    def keep(self, content: bytes) -> None:
        """A letter has come."""
        self.letters.append(email.message_from_bytes(content, policy=email.policy.default))


@contextmanager
def a_mail_server() -> Iterator[MailServer]:
    """A running mail server that the site sends its mail to."""
    with MailServer() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        here = {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": server.server_address[1]}
        try:
            with override_settings(EMAIL_BACKEND=SMTP, **here):
                yield server
        finally:
            server.shutdown()
            thread.join()
