"""Migrations of a fresh database in a fraction of Django's time.

Django renders a model anew whenever its state changes, with all models that are related to it,
which here are nearly all: nine tenths of the time of a migration. A statement that makes or
alters one table asks that one model only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

from django.core.management import call_command
from django.db.migrations.state import ProjectState
from django.db.migrations.utils import field_is_referenced  # type: ignore[attr-defined]

Key = tuple[str, str]


def migrate(*target: str) -> None:
    """Run all migrations that the owner's database has not had.

    ``target``: an app, to migrate that alone, and the name of one of its migrations, to be
    brought there, forth or back. Raises: what Django's own command does.
    """
    with only_what_changed():
        call_command("migrate", *target, database="owner", verbosity=0, interactive=False)


@contextmanager
def only_what_changed() -> Iterator[None]:
    """Let a change of one model's state render that model alone.

    What asks other models too is left to Django: a field that others refer to, a renaming, a
    removal. Before ``RunPython`` Django itself renders everything anew, when the state says that
    something was put off (``is_delayed``).
    """
    found: Callable[..., set[Key]] = ProjectState._find_reload_model  # type: ignore[attr-defined]
    added, altered = ProjectState.add_field, ProjectState.alter_field
    alone: set[Key] = set()

    def find(state: ProjectState, app_label: str, model_name: str, *delay: bool) -> set[Key]:
        model = (app_label, model_name)
        if any(delay) or model in alone or model_name not in state.apps.all_models[app_label]:
            state.is_delayed = True
            return {model}
        return found(state, app_label, model_name, *delay)

    @wraps(added)
    def add(state: ProjectState, app_label: str, model_name: str, *args: Any) -> None:
        alone.add((app_label, model_name))
        try:
            added(state, app_label, model_name, *args)
        finally:
            alone.clear()

    @wraps(altered)
    def alter(
        state: ProjectState, app_label: str, model_name: str, name: str, field: Any, *args: Any
    ) -> None:
        if not field_is_referenced(state, (app_label, model_name), (name, field)):
            alone.add((app_label, model_name))
        try:
            altered(state, app_label, model_name, name, field, *args)
        finally:
            alone.clear()

    changed = {"_find_reload_model": find, "add_field": add, "alter_field": alter}
    kept = {name: getattr(ProjectState, name) for name in changed}
    for name, function in changed.items():
        setattr(ProjectState, name, function)
    try:
        yield
    finally:
        for name, function in kept.items():
            setattr(ProjectState, name, function)
