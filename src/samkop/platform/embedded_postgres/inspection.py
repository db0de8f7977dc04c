"""Whether a login is fit to be the application's: row security must bind it."""

from collections.abc import Mapping

from samkop.platform.embedded_postgres.errors import EmbeddedPostgresError
from samkop.platform.embedded_postgres.roles import (
    EXTENSIONS,
    check_locale,
    check_version,
    connected,
)

# Temporary tables are the application's own and may be there at any time (imports).
_POWERS = """
SELECT r.rolsuper, r.rolbypassrls, r.rolcreaterole,
  EXISTS (SELECT FROM pg_database WHERE datname = current_database() AND datdba = r.oid)
  OR EXISTS (SELECT FROM pg_namespace
             WHERE nspowner = r.oid AND nspname NOT LIKE 'pg\\_%%temp\\_%%')
  OR EXISTS (SELECT FROM pg_class WHERE relowner = r.oid AND relpersistence <> 't'),
  EXISTS (SELECT FROM pg_roles o WHERE o.rolname = %s AND pg_has_role(r.oid, o.oid, 'MEMBER')),
  ARRAY(SELECT extname::text FROM pg_extension)
FROM pg_roles r WHERE r.rolname = current_user
"""
_COMPLAINTS = (
    "is a superuser",
    "bypasses row security (BYPASSRLS)",
    "may give itself other roles (CREATEROLE)",
    "owns the database, a schema or a table",
    "is a member of the owner, {owner}",
)


def check_application_login(application: Mapping[str, str], owner_role: str) -> None:
    """Connects as the application and refuses a login or a database that does not fit.

    Raises EmbeddedPostgresError, and psycopg.OperationalError if it cannot connect.
    """
    with connected(application) as connection:
        check_version(connection.info.server_version)
        row = connection.execute(_POWERS, (owner_role,)).fetchone()
        powers, found = (row[:-1], row[-1]) if row else ((), [])
        for has_power, complaint in zip(powers, _COMPLAINTS, strict=True):
            if has_power:
                raise EmbeddedPostgresError(
                    "application-login-too-powerful",
                    user=connection.info.user,
                    reason=complaint.format(owner=owner_role),
                )
        if missing := sorted(set(EXTENSIONS) - set(found)):
            raise EmbeddedPostgresError(
                "extension-missing",
                database=connection.info.dbname,
                extensions=", ".join(missing),
            )
        check_locale(connection, connection.info.dbname)
