"""``samkop audit verify``."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import typer

from samkop.platform.audit.heads import HeadForgedError, Heads
from samkop.platform.audit.verification import Finding, Verdict, verify


def report(data: Path, *, as_json: bool) -> int:
    """Verify and print; 0 when every chain holds, 1 when one does not."""
    try:
        verdict = verify(Heads(data / "audit" / "heads").read())
    except HeadForgedError as error:
        finding = Finding(-1, 0, "head-forged", f"the head file {error} is not what was signed")
        verdict = Verdict(0, 0, 0, (finding,))
    if as_json:
        typer.echo(json.dumps({"holds": not verdict.findings, **asdict(verdict)}))
    else:
        _print(verdict)
    return 1 if verdict.findings else 0


def _print(verdict: Verdict) -> None:
    for finding in verdict.findings:
        typer.echo(f"Chain of party {finding.chain}, entry {finding.number}: {finding.sentence}.")
    holds = "Every chain holds" if not verdict.findings else "The trail has been tampered with"
    typer.echo(
        f"{holds}: {verdict.sealed} entries sealed, {verdict.erased} with erased payload,"
        f" {verdict.unsealed} not yet sealed."
    )
