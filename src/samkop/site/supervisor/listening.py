"""The socket of the pages, and whether somebody answers on it."""

from __future__ import annotations

import errno
import http.client
import socket
import time

from samkop.site.supervisor.errors import ServeError

BACKLOG = 512
SIGN_OF_LIFE = "/sign-in/"  # open to everybody, and needs the database
FIRST_SERVER_ERROR = 500


def listen(host: str, port: int, *, patience: float = 0.0) -> socket.socket:
    """A listening socket; port 0 takes any free one.

    ``patience`` is for how many seconds a port that is just being left is waited for.
    Raises ServeError.
    """
    deadline = time.monotonic() + patience
    while True:
        try:
            return _bound(host, port)
        except OSError as error:
            if error.errno == errno.EADDRINUSE and time.monotonic() < deadline:
                time.sleep(0.05)
                continue
            raise _refusal(error, host, port) from None


def address(listening: socket.socket) -> str:
    """Where a browser on this machine finds it."""
    host, port = listening.getsockname()[:2]
    named = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    return f"http://{named}:{port}"


def answers(at: str, *, patience: float) -> bool:
    """Whether the pages answer within ``patience`` seconds, and not with a failure of ours."""
    connection = http.client.HTTPConnection(at.removeprefix("http://"), timeout=patience)
    try:
        connection.request("GET", SIGN_OF_LIFE)
        return connection.getresponse().status < FIRST_SERVER_ERROR
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _bound(host: str, port: int) -> socket.socket:
    family, kind, protocol, _name, where = socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )[0]
    listening = socket.socket(family, kind, protocol)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(where)
        listening.listen(BACKLOG)
    except BaseException:
        listening.close()
        raise
    return listening


def _refusal(error: OSError, host: str, port: int) -> ServeError:
    if error.errno == errno.EADDRINUSE:
        return ServeError("port-busy", host=host, port=port)
    if error.errno == errno.EACCES:
        return ServeError("port-forbidden", host=host, port=port)
    return ServeError("host-unknown", host=host, reason=error.strerror or error)
