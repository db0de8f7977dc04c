"""Tests of the parties need Django; those of pages a collected style sheet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from django.db import connection

from browser_ground import pages  # noqa: F401


@pytest.fixture
def queries() -> Callable[[], AbstractContextManager[list[str]]]:
    """``with queries() as made:`` collects the statements sent to the database."""

    @contextmanager
    def collected() -> Iterator[list[str]]:
        made: list[str] = []

        def note(execute, sql, params, many, context):
            made.append(str(sql))
            return execute(sql, params, many, context)

        with connection.execute_wrapper(note):
            yield made

    return collected
