"""Problems in files, for the commands that solve them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import typer

UNUSABLE = 2


def read(file: Path, reader: Callable[[str], Any]) -> Any:
    """What a file holds; exit with a sentence where it cannot be read."""
    from samkop.core.fields import ProblemError

    try:
        return reader(file.read_text("utf-8-sig"))
    except OSError as error:
        reason = f"{file} cannot be read: {error.strerror}."
    except UnicodeDecodeError:
        reason = f"{file} is not in UTF-8; save it so."
    except ProblemError as error:
        reason = f"{file}: {error}"
    typer.echo(reason, err=True)
    raise typer.Exit(UNUSABLE)
