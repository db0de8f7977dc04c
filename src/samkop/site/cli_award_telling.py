"""What the commands share that tell of awards in the reader's language, on paper too."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from textwrap import wrap
from typing import NoReturn

import typer

NO = 1
UNUSABLE = 2
WIDTH = 96


class Language(StrEnum):
    """What it is told in."""

    SV = "sv"
    FI = "fi"
    EN = "en"


def print_facts(facts: Sequence[tuple[str, str]]) -> None:
    """Terms and their values, a line each."""
    width = max((len(term) for term, _value in facts), default=0)
    for term, value in facts:
        typer.echo(f"{term:<{width}}  {value}")


def print_table(columns: Sequence[tuple[str, bool]], rows: Sequence[Sequence[str]]) -> None:
    """Columns with whether they are numeric, and rows of texts."""
    lines = [[label for label, _numeric in columns], *rows]
    widths = [max(len(line[place]) for line in lines) for place in range(len(columns))]
    for line in lines:
        cells = [
            cell.rjust(width) if numeric else cell.ljust(width)
            for cell, width, (_label, numeric) in zip(line, widths, columns, strict=True)
        ]
        typer.echo("  ".join(cells).rstrip())


def print_paragraphs(heading: str, texts: Sequence[str]) -> None:
    """A heading, if there is one, and each text on lines of readable length."""
    typer.echo(f"\n{heading}" if heading else "")
    print_texts(texts)


def print_texts(texts: Sequence[str]) -> None:
    """Each text on lines of readable length."""
    for text in texts:
        for line in wrap(text, WIDTH, subsequent_indent="  "):
            typer.echo(line)


def write(file: Path, content: bytes) -> None:
    """Write a file whole; exit with a sentence where that cannot be."""
    try:
        file.write_bytes(content)
    except OSError as error:
        stop(f"{file} cannot be written: {error.strerror}.", UNUSABLE)
    typer.echo(f"Written: {file}", err=True)


def stop(sentence: str, code: int) -> NoReturn:
    """End with a sentence."""
    typer.echo(sentence, err=True)
    raise typer.Exit(code)
