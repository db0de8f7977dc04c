"""How a server is reached: parameters as libpq names them (host, port, dbname, user, …)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

ADMIN_ROLE = "samkop_admin"
OWNER_ROLE = "samkop_owner"
APPLICATION_ROLE = "samkop_app"
PORT = 5432  # names the socket only; each server has a socket folder of its own

Parameters = dict[str, str]


@dataclass(frozen=True, slots=True)
class Server:
    """A running embedded server; `admin_password` is that of the superuser `samkop_admin`."""

    data_dir: Path
    socket_folder: Path
    pid: int
    admin_password: str = field(repr=False)

    def parameters(
        self, database: str = "postgres", role: str = ADMIN_ROLE, password: str | None = None
    ) -> Parameters:
        """What psycopg.connect(**…) needs; `password` may be left out for `samkop_admin`."""
        return {
            "host": str(self.socket_folder),
            "port": str(PORT),
            "dbname": database,
            "user": role,
            "password": self.admin_password if password is None else password,
        }

    def dsn(
        self, database: str = "postgres", role: str = ADMIN_ROLE, password: str | None = None
    ) -> str:
        """The same as one string (libpq's keyword=value form)."""
        from psycopg.conninfo import make_conninfo

        return make_conninfo(**self.parameters(database, role, password))


def parameters_of(conninfo: str | Mapping[str, str]) -> Parameters:
    """The parameters, as libpq names them, of an address, a keyword=value string or a mapping.

    Raises psycopg.ProgrammingError if the string is neither.
    """
    if not isinstance(conninfo, str):
        return dict(conninfo)
    from psycopg.conninfo import conninfo_to_dict

    return {key: str(value) for key, value in conninfo_to_dict(conninfo).items() if value}
