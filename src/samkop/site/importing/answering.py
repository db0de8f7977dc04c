"""How an import answers, whatever its kind: exit code, sentences, and the ``import`` schema."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import typer

from samkop.parties.columns import NO_MAP, ColumnMap
from samkop.parties.faults import RowFault
from samkop.parties.models import Party
from samkop.platform.refusals import Refused

DONE, NO, BAD_USAGE = 0, 1, 2


@dataclass(frozen=True)
class Answer:
    """What a file did, or would do: ``counts`` of its rows.

    With faults nothing is written, unless its sound rows are taken ``partly`` without the others.
    """

    kind: str
    party: Party | None
    dry_run: bool
    imported: bool
    counts: Mapping[str, int]
    faults: Sequence[RowFault] = field(default_factory=tuple)
    partly: bool = False

    def tell(self, *, as_json: bool) -> int:
        """Print the answer; returns the exit code."""
        if as_json:
            typer.echo(json.dumps(self._as_json(), ensure_ascii=False))
        else:
            for line in self._sentences():
                typer.echo(line)
        return NO if self.faults else DONE

    def _as_json(self) -> dict[str, Any]:
        party = self.party
        return {
            "kind": self.kind,
            "party": party and f"{party.identifier_scheme}:{party.identifier}",
            "dry_run": self.dry_run,
            "imported": self.imported,
            "rows": self.counts["rows"],
            "new": self.counts["new"],
            "changed": self.counts.get("changed"),
            "unchanged": self.counts.get("unchanged"),
            "leaving": self.counts.get("leaving"),
            "accounts": self.counts.get("accounts"),
            "faults": [
                {"row": f.row, "column": f.column, "code": f.code, "sentence": str(f)}
                for f in self.faults
            ],
        }

    def _sentences(self) -> list[str]:
        told = [f"Row {f.row}, column {f.column}: {f}" for f in self.faults]
        if self.faults and not self.partly:
            return [*told, cells_are_wrong(len(self.faults))]
        rows = "1 row" if self.counts["rows"] == 1 else f"{self.counts['rows']} rows"
        done = "imported" if self.imported else "could be imported"
        parts = [f"{self.counts['new']} new"]
        if "changed" in self.counts:
            parts.append(f"{self.counts['changed']} changed")
        if "unchanged" in self.counts:
            parts.append(f"{self.counts['unchanged']} as before")
        if "leaving" in self.counts:
            parts.append(f"{self.counts['leaving']} leaving")
        if self.faults:
            parts.append(f"{len({f.row for f in self.faults})} left out")
        sentences = [f"{rows} of {self.kind} {done}: {', '.join(parts)}."]
        if "accounts" in self.counts:
            sentences.append(f"Accounts opened: {self.counts['accounts']}.")
        if not self.imported:
            sentences.append("Nothing was written.")
        return [*told, " ".join(sentences)]


def cells_are_wrong(count: int) -> str:
    """The last line of an import that wrote nothing because of its cells."""
    cells = "1 cell is wrong" if count == 1 else f"{count} cells are wrong"
    return f"Nothing was written: {cells}."


def column_map(file: Path | None) -> ColumnMap:
    """What a file's headings are called here, from a JSON object: heading to column.

    An empty column leaves the heading out. Raises OSError, and Refused
    ``map-unreadable``.
    """
    if file is None:
        return NO_MAP
    try:
        called = json.loads(file.read_bytes())
    except ValueError:
        called = None
    if not isinstance(called, dict) or not all(isinstance(key, str) for key in called.values()):
        raise Refused(
            "map-unreadable",
            "%(file)s is no map of columns: write a JSON object with the file's headings and"
            ' the columns that they are, as in {"Nr": "code", "Datum": ""}.',
            file=str(file),
        )
    return called


def unreadable(error: OSError) -> int:
    """Say which file could not be read; returns the exit code."""
    typer.echo(f"{error.filename} could not be read: {error.strerror}.", err=True)
    return BAD_USAGE


def refused(refusal: Refused) -> int:
    """Say what is wrong with the file as a whole or with whose it is; returns the exit code."""
    typer.echo(str(refusal), err=True)
    return BAD_USAGE
