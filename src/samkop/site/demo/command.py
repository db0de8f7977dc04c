"""What ``samkop demo`` does once the installation is ready: prepare, play, tell."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from pathlib import Path

import typer
from rich.console import Console

from samkop.platform.refusals import KEY_REUSED, Refused
from samkop.site.demo.founding import of_another_version
from samkop.site.demo.playing import play
from samkop.site.demo.preparing import prepare
from samkop.site.demo.stocking import DEVICES
from samkop.site.demo.telling import tell
from samkop.site.worker import Sealer, heads


def _seal() -> None:
    """Seal what the day left, as the worker would within a second; it may not be running."""
    sealer = Sealer(heads())
    while sealer():
        continue


def run(data: Path, *, as_json: bool, devices: int = DEVICES) -> None:
    """Prepare the region with so many devices, play today, and print the story to standard output.

    What is being done goes to standard error. Raises Refused when the day cannot be played:
    ``demo-of-another-version``, ``demo-stuck``.
    """
    try:
        _run(data, as_json=as_json, devices=devices)
    except Refused as refused:
        # Every step has a key of its own: another version gives the same step other inputs.
        if refused.code != KEY_REUSED:
            raise
        raise of_another_version() from refused


def _run(data: Path, *, as_json: bool, devices: int) -> None:
    started, now = time.monotonic(), datetime.now(UTC)

    def say(step: str) -> None:
        typer.echo(f"{time.monotonic() - started:6.1f} s  {step}", err=True)

    try:
        prepared = prepare(now=now, data=data, say=say, devices=devices)
    except Refused as refused:
        # A step that is new in this version comes too late for what the older one has made.
        raise of_another_version() from refused
    # Read anew: preparing takes a while, and the day is played now.
    told = play(now=datetime.now(UTC), data=data, say=say, prepared=prepared)
    _seal()
    say("Done")
    if as_json:
        typer.echo(json.dumps(told.as_json(), ensure_ascii=False))
    else:
        tell(told, Console())
