"""An archive of a case as a zip file that anybody can read and check, without this program.

``manifest.json`` names every file with its hash, size, document class and retention;
``SHA256SUMS`` says the same for ``sha256sum --check``. Plain JSON and the files as they came.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import IO, Any

MANIFEST, SUMS = "manifest.json", "SHA256SUMS"
CHUNK = 1 << 20
# Zip's own oldest date: the archive's time stands in the manifest.
_DATE = (1980, 1, 1, 0, 0, 0)


@dataclass
class ArchiveWriter:
    """Adds files one by one; ``close`` writes the manifest and the sums."""

    target: zipfile.ZipFile
    files: list[dict[str, Any]] = field(default_factory=list)

    def add(self, path: str, content: bytes, **about: Any) -> str:
        """Add a file; ``about`` stands beside its hash in the manifest. Returns the hash."""
        digest = hashlib.sha256(content).hexdigest()
        self._write(path, content)
        self.files.append({"path": path, "sha256": digest, "size": len(content), **about})
        return digest

    def close(self, head: Mapping[str, Any]) -> None:
        """Write the manifest, which begins with ``head``, and the sums of all files."""
        manifest = {"samkop": "archive", "version": 1, **head, "files": self.files}
        self.add(MANIFEST, _json(manifest))
        sums = "".join(f"{one['sha256']}  {one['path']}\n" for one in self.files)
        self._write(SUMS, sums.encode())

    def _write(self, path: str, content: bytes) -> None:
        info = zipfile.ZipInfo(path, _DATE)
        info.compress_type = zipfile.ZIP_DEFLATED
        self.target.writestr(info, content)


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def faults_in(archive: IO[bytes]) -> list[str]:
    """What differs between an archive and its own manifest, a sentence each; none if it is whole.

    Raises ValueError for what is no archive of this kind.
    """
    try:
        with zipfile.ZipFile(archive) as opened:
            names = opened.namelist()
            if MANIFEST not in names:
                raise ValueError("there is no manifest.json in it")
            manifest = json.loads(opened.read(MANIFEST))
            if not isinstance(manifest, dict) or manifest.get("samkop") != "archive":
                raise ValueError("its manifest is not one of an archive")
            return _differences(opened, names, manifest)
    except (zipfile.BadZipFile, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise ValueError(f"it cannot be read: {error}") from error


def _differences(
    opened: zipfile.ZipFile, names: list[str], manifest: Mapping[str, Any]
) -> list[str]:
    told = {one["path"]: one for one in manifest["files"]}
    found = [f"{path} is missing" for path in sorted(told.keys() - set(names))]
    found += [
        f"{path} is not in the manifest"
        for path in sorted(set(names) - told.keys() - {MANIFEST, SUMS})
    ]
    found += [f"{path} is in it twice" for path in sorted(set(names)) if names.count(path) > 1]
    for path in sorted(told.keys() & set(names)):
        if _hash(opened, path) != told[path]["sha256"]:
            found.append(f"{path} is not as it was archived")
    if SUMS not in names or _sums(opened) != _expected(opened, told):
        found.append(f"{SUMS} does not say what the manifest says")
    return found


def _sums(opened: zipfile.ZipFile) -> dict[str, str]:
    lines = opened.read(SUMS).decode().splitlines()
    return {path: digest for digest, path in (line.split("  ", 1) for line in lines)}


def _expected(opened: zipfile.ZipFile, told: Mapping[str, Any]) -> dict[str, str]:
    return {path: one["sha256"] for path, one in told.items()} | {MANIFEST: _hash(opened, MANIFEST)}


def _hash(opened: zipfile.ZipFile, path: str) -> str:
    digest = hashlib.sha256()
    try:
        with opened.open(path) as file:
            while chunk := file.read(CHUNK):
                digest.update(chunk)
    except (zipfile.BadZipFile, OSError):
        return ""
    return digest.hexdigest()
