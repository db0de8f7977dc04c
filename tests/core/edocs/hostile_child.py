"""Reads hostile files in a process of its own and tells what became of it.

`python hostile_child.py URL SECRET SCALE`. The answer is one JSON object: how many files were
read, those that raised, those whose outcome shows the secret's content, and those that took more
than 200 MB, their bytes included. The system ends the process at a file that takes STUCK seconds
of the processor, hundreds of times what any takes, and the last line of stderr names that file.
"""

import gc
import json
import resource
import sys
import traceback
from pathlib import Path

from core.edocs.hostile_files import hostile_files
from samkop.core.edocs import Faults, read
from samkop.core.edocs.outline import outline

STUCK = 30  # seconds; a file takes hundredths of one
MOST = 200  # MB
MILLION = 1_000_000
STATUS = Path("/proc/self/status")
PEAK = Path("/proc/self/clear_refs")


def main(url: str, secret: str, scale: int) -> None:
    content = Path(secret).read_text("utf-8")
    read_files, failed, told, large = 0, [], [], []
    for name, data in hostile_files(url, Path(secret).as_uri(), scale):
        before = held("VmRSS") - len(data) // MILLION
        PEAK.write_text("5")  # forgets the most that was held
        sys.stderr.write(f"{name}\n")
        allow(STUCK)
        try:
            found = read(data)
        except Exception:  # noqa: BLE001 - whatever it is, the test must name the file
            failed.append(f"{name}: {traceback.format_exc(limit=-1)}")
            continue
        taken = held("VmHWM") - before
        if taken > MOST:
            large.append(f"{name}: {taken} MB")
        shown = repr(found)
        if isinstance(found, Faults):
            shown += repr(outline(data)[0])
        if content in shown:
            told.append(name)
        read_files += 1
        if len(data) > MILLION:
            gc.collect()
    answer = {
        "read": read_files,
        "failed": failed,
        "told": told,
        "large": large,
    }
    sys.stdout.write(json.dumps(answer))


def allow(seconds: int) -> None:
    """So much more of the processor from here on; then the system ends the process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime) + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def held(what: str) -> int:
    """The memory that the process holds, or has held at most, in MB."""
    line = next(line for line in STATUS.read_text("ascii").splitlines() if line.startswith(what))
    return int(line.split()[1]) // 1000


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
