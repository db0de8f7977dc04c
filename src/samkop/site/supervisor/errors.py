"""What keeps the supervisor from starting, each as a code and a sentence for people."""

from __future__ import annotations

SENTENCES = {
    "serving-already": (
        "Samköp already serves the data folder {data} at {address} (process {pid})."
        " Open that address, or stop it there with Ctrl-C, before you start another one."
    ),
    "port-busy": (
        "Another program listens on port {port} of {host}."
        " Stop it, or choose another port with --port."
    ),
    "port-forbidden": (
        "Port {port} is open to administrators only. Choose one from 1024 on with --port,"
        " and let a reverse proxy listen on {port}."
    ),
    "host-unknown": (
        "This machine cannot listen on {host}: {reason}."
        " Give one of its own addresses with --host, such as 127.0.0.1."
    ),
}


class ServeError(Exception):
    """``code`` is stable; ``str()`` is the sentence."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(SENTENCES[code].format(**facts))
        self.code = code
