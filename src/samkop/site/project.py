"""The clone in which Samköp is developed, if it runs from one, and uv, which runs things in it."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
from pathlib import Path

import samkop


def project() -> Path | None:
    """The clone's folder; None where Samköp was installed without its tests."""
    folder = Path(samkop.__file__).resolve().parents[2]
    return folder if (folder / "pyproject.toml").is_file() and (folder / "tests").is_dir() else None


def uv() -> list[str] | None:
    """How to call uv: as it called us, from the path, or as a module of this Python."""
    named = os.environ.get("UV") or shutil.which("uv")
    if named:
        return [named]
    return [sys.executable, "-m", "uv"] if importlib.util.find_spec("uv") else None


def run_samkop(*arguments: str) -> list[str]:
    """The command line that a user of this installation types: by ``uv run`` in a clone."""
    folder, found = project(), uv()
    if folder is not None and found is not None:
        return [*found, "run", "--project", str(folder), "samkop", *arguments]
    return [sys.executable, "-c", "from samkop.site.cli import main; main()", *arguments]
