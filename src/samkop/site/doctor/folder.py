"""The data folder: who may read it, whether it has space, what lies in it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from samkop.site.doctor.findings import Finding, note, well, wrong

MEGABYTE = 1024 * 1024
TOO_LITTLE, LITTLE = 200 * MEGABYTE, 1024 * MEGABYTE
OTHERS, GROUP_AND_OTHERS = 0o007, 0o077


def examine_folder(data: Path) -> Iterator[Finding]:
    """Rights, space and static files."""
    yield from rights(data)
    yield space(shutil.disk_usage(data).free, data)
    yield static_files()


def rights(data: Path) -> Iterator[Finding]:
    """Nobody else reads the data; nobody but the owner reads the secrets."""
    open_ones = [
        (path, kept_from)
        for path, mask, kept_from in (
            (data, OTHERS, "o="),
            (data / "secrets", GROUP_AND_OTHERS, "go="),
            (data / "audit" / "heads" / "signing-key", GROUP_AND_OTHERS, "go="),
        )
        if path.exists() and path.stat().st_mode & mask
    ]
    for path, kept_from in open_ones:
        yield wrong(
            "folder-open", f"Others on this machine may enter {path}: chmod {kept_from} {path}."
        )
    closed = [path for path in _written_to(data) if path.exists() and not os.access(path, os.W_OK)]
    for path in closed:
        yield wrong(
            "folder-not-writable",
            f"{path} cannot be written to. Run Samköp as the user who owns it, or give it to"
            f" the user who runs Samköp.",
        )
    if not open_ones and not closed:
        yield well("folder", f"The data folder {data} is ours alone, and writable.")


def space(free: int, data: Path) -> Finding:
    """``free`` in bytes."""
    sentence = f"{free // MEGABYTE:,} MB are free on the disk of {data}"
    if free < TOO_LITTLE:
        return wrong("disk-full", f"Only {sentence}. Make room before the database stops.")
    if free < LITTLE:
        return note("disk-space", f"Only {sentence}. Make room soon.")
    return well("disk-space", f"{sentence}.")


def static_files() -> Finding:
    """Whether style sheet, font and scripts are collected as this version has them."""
    from django.conf import settings

    from samkop.site.start import static_digest

    stamp = Path(settings.STATIC_ROOT, ".stamp")
    if stamp.exists() and stamp.read_text() == static_digest():
        return well("static-files", "Style sheet, font and scripts are those of this version.")
    return note(
        "static-files",
        "Style sheet, font and scripts are not those of this version yet; the next start of"
        " `samkop serve` collects them.",
    )


def _written_to(data: Path) -> list[Path]:
    return [data, *(data / name for name in ("exchange", "audit", "run", "static"))]
