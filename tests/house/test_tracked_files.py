"""What may stand in the repository."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


def tracked():
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def test_no_file_names_a_registry_or_a_place_on_somebodys_machine():
    """Addresses of package registries, and folders that exist on one machine only."""
    forbidden = re.compile(
        r"pypi\.org/|files\.pythonhosted|registry\.npmjs|/home/[a-z]+/|/work/|/root/\.|file:///opt"
    )
    here = Path(__file__)
    faults = [
        str(path.relative_to(ROOT))
        for path in tracked()
        if path != here
        and path.suffix in {".py", ".md", ".toml", ".json", ".html", ".css", ".js", ".po", ".sh"}
        and forbidden.search(path.read_text())
    ]
    assert faults == []


def test_nothing_vendored_and_no_lock_file_with_addresses_is_tracked():
    names = [str(path.relative_to(ROOT)) for path in tracked()]
    vendored = re.compile(r"(^|/)(vendor|node_modules)/|\.min\.|uv\.lock$")
    assert [name for name in names if vendored.search(name)] == []
    lock = (ROOT / "frontend/package-lock.json").read_text()
    assert '"resolved"' not in lock


def test_no_migration_is_missing():
    done = subprocess.run(
        [sys.executable, "scripts/make_migrations.py", "--check"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_version_is_pinned():
    import tomllib

    lock, project = ROOT / "uv.lock", tomllib.loads((ROOT / "pyproject.toml").read_text())
    pinned = {
        line.split("==")[0].strip().lower(): line.split("==")[1].split(";")[0].strip()
        for line in project["tool"]["uv"]["constraint-dependencies"]
    }
    locked = {
        package["name"]: package["version"]
        for package in tomllib.loads(lock.read_text())["package"]
        if package["name"] != "samkop"
    }
    assert pinned == locked
