"""An archive is checked by its own manifest, and by a program that everybody has."""

from __future__ import annotations

import io
import subprocess
import zipfile

import pytest

from samkop.core.archive import ArchiveWriter, faults_in


def an_archive(**files):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as opened:
        writer = ArchiveWriter(opened)
        for name, content in files.items():
            writer.add(f"files/{name}", content, **{"class": "case"})
        writer.close({"tender": {"number": "1"}})
    return target


def changed(archive, **replaced):
    """The same archive with other bytes for some files; None leaves one out."""
    target = io.BytesIO()
    with zipfile.ZipFile(archive) as before, zipfile.ZipFile(target, "w") as after:
        for name in before.namelist():
            content = replaced.pop(name.rsplit("/", 1)[-1], before.read(name))
            if content is not None:
                after.writestr(name, content)
        for name, content in replaced.items():
            after.writestr(name, content)
    return target


def test_an_archive_holds_and_says_what_was_changed_dropped_or_added():
    archive = an_archive(a=b"one", b=b"two")
    assert faults_in(archive) == []
    assert faults_in(changed(archive, a=b"other")) == ["files/a is not as it was archived"]
    assert faults_in(changed(archive, b=None)) == ["files/b is missing"]
    assert faults_in(changed(archive, c=b"new")) == ["c is not in the manifest"]
    assert faults_in(changed(archive, SHA256SUMS=None)) == [
        "SHA256SUMS does not say what the manifest says"
    ]


def test_sha256sum_finds_it_whole_too(tmp_path):
    with zipfile.ZipFile(an_archive(a=b"one", b=b"two")) as opened:
        opened.extractall(tmp_path)
    checked = subprocess.run(
        ["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=tmp_path, check=False,
        capture_output=True,
    )  # fmt: skip
    assert checked.returncode == 0


@pytest.mark.parametrize("content", [b"", b"no zip"])
def test_what_is_no_archive_is_no_archive(content):
    with pytest.raises(ValueError, match="cannot be read"):
        faults_in(io.BytesIO(content))
