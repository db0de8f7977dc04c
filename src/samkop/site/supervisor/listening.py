"""The socket of the pages, and whether somebody answers on it."""

from __future__ import annotations

import errno
import http.client
import socket
import time
from collections.abc import Mapping
from urllib.parse import urlsplit

from samkop.site.supervisor.errors import ServeError

BACKLOG = 512
SIGN_OF_LIFE = "/sign-in/"  # open to everybody, and needs the database
FIRST_SERVER_ERROR = 500
LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})


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


def address_for_browsers(listening_at: str, environ: Mapping[str, str]) -> str:
    """The address that answers: by SAMKOP_ORIGINS or SAMKOP_HOSTS, else where it listens."""
    origins, host = environ.get("SAMKOP_ORIGINS", "").split(), _named_host(environ)
    if origins:
        return origins[0].rstrip("/")
    return f"http://{host}:{urlsplit(listening_at).port}" if host else listening_at


def said_ready(listening_at: str, environ: Mapping[str, str]) -> str:
    """The address to open, and where it listens where that is another one."""
    address = address_for_browsers(listening_at, environ)
    where = "" if address == listening_at else f" (it listens on {listening_at})"
    return f"Samköp is ready: {address}{where}"


def _named_host(environ: Mapping[str, str]) -> str:
    """A name under which browsers come; empty where a loopback address is one as well."""
    hosts = environ.get("SAMKOP_HOSTS", "").split()
    if "*" in hosts or LOOPBACK & set(hosts):
        return ""
    # ".example.org" stands for the name itself and all below it.
    return hosts[0].removeprefix(".") if hosts else ""


def answers(at: str, *, patience: float, environ: Mapping[str, str]) -> bool:
    """Whether the pages answer within ``patience`` seconds, and not with a failure of ours.

    Asks under the name that browsers use, and as a proxy with TLS would: a refusal or a
    redirection would come without the database, and be no sign of life.
    """
    connection = http.client.HTTPConnection(at.removeprefix("http://"), timeout=patience)
    host = _named_host(environ)
    headers = {"Host": host} if host else {}
    if environ.get("SAMKOP_TLS") == "1":
        headers["X-Forwarded-Proto"] = "https"
    try:
        connection.request("GET", SIGN_OF_LIFE, headers=headers)
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
