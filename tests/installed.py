"""Data folders whose server stands still, copied instead of made: a hundredth of the time."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path


def copied(source: Path, folder: Path) -> Path:
    """The server of one data folder, which is stopped, in another one; returns that one."""
    folder.mkdir(mode=0o700, exist_ok=True)
    once, home = source / "postgresql", folder / "postgresql"
    home.mkdir(mode=0o710, exist_ok=True)
    shutil.chown(home, group=once.stat().st_gid)
    for programs in once.glob("programs-*"):
        subprocess.run(["/bin/cp", "-al", programs, home], check=True)
    subprocess.run(["/bin/cp", "-a", source / "secrets", folder], check=True)
    draft = home / "data.draft"
    shutil.rmtree(draft, ignore_errors=True)
    subprocess.run(["/bin/cp", "-a", once / "data", draft], check=True)
    draft.rename(home / "data")
    return folder
