"""Where the files of a data folder lie."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT_DATA_DIR = Path("/var/lib/samkop")


def default_data_dir(environ: Mapping[str, str]) -> Path:
    """$SAMKOP_DATA, else ~/.local/share/samkop; started by root /var/lib/samkop."""
    if chosen := environ.get("SAMKOP_DATA"):
        return Path(chosen).expanduser().absolute()
    if os.geteuid() == 0:
        return ROOT_DATA_DIR
    home = environ.get("HOME")
    return (Path(home) if home else Path.home()) / ".local" / "share" / "samkop"


@dataclass(frozen=True, slots=True)
class Layout:
    """The paths of one data folder; `data_dir` has no symbolic links left in it."""

    data_dir: Path

    @classmethod
    def of(cls, data_dir: Path) -> "Layout":
        return cls(data_dir.expanduser().resolve())

    @property
    def home(self) -> Path:
        """Everything of the embedded server; its lock is taken to start or stop it."""
        return self.data_dir / "postgresql"

    @property
    def cluster(self) -> Path:
        return self.home / "data"

    @property
    def configuration(self) -> Path:
        return self.cluster / "postgresql.conf"

    @property
    def log(self) -> Path:
        return self.home / "log"

    @property
    def run(self) -> Path:
        """The socket's folder, unless its path is too long."""
        return self.home / "run"

    @property
    def server_lock(self) -> Path:
        """Locked by every process of a running server, and by nobody else."""
        return self.home / "server.lock"

    @property
    def secrets(self) -> Path:
        return self.data_dir / "secrets"

    @property
    def admin_password(self) -> Path:
        return self.secrets / "postgresql-admin"

    @property
    def database_passwords(self) -> Path:
        return self.secrets / "database.json"
