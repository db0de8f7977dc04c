"""Migrations of a fresh database in a fraction of Django's time.

Django renders a model anew whenever its state changes, with all models that are related to it,
which here are nearly all; and before each operation it copies the state of all models. Together
nine tenths of the time of a migration. Here an operation renders and copies the one model that
it makes or alters.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

from django.core.management import call_command
from django.db.migrations.migration import Migration
from django.db.migrations.state import AppConfigStub, ProjectState, StateApps
from django.db.migrations.utils import field_is_referenced  # type: ignore[attr-defined]

Key = tuple[str, str]


def migrate(*target: str) -> None:
    """Run all migrations that the owner's database has not had.

    ``target``: an app, to migrate that alone, and the name of one of its migrations, to be
    brought there, forth or back. Raises: what Django's own command does.
    """
    with only_what_changed():
        call_command("migrate", *target, database="owner", verbosity=0, interactive=False)


# Where a state's ``__dict__`` says that a migration is being applied to it.
APPLIED = "is_applied_to"
# What alters a model's state, and whose operations look at how the model was before.
ALTERING = (
    "add_field", "alter_field", "remove_field", "rename_field", "alter_model_options",
    "remove_model_options", "alter_model_managers", "_remove_option", "_alter_option",
    "rename_index",
)  # fmt: skip


@contextmanager
def only_what_changed() -> Iterator[None]:
    """Let a change of one model's state copy and render that model alone.

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

    changed: dict[str, Callable[..., Any]] = {
        "_find_reload_model": find, "add_field": add, "alter_field": alter,
    }  # fmt: skip
    for name, instead in INSTEAD.items():
        changed[name] = _where_applied(instead, getattr(ProjectState, name))
    for name in ALTERING:
        alters = changed.get(name) or getattr(ProjectState, name)
        changed[name] = _where_applied(_in_its_own(alters), alters)
    with (
        _replaced(ProjectState, changed), _replaced(StateApps, {"clone": _registry_of_its_own}),
        _replaced(Migration, {"apply": _applying(Migration.apply)}),
    ):  # fmt: skip
        yield


@contextmanager
def _replaced(kind: type, functions: dict[str, Callable[..., Any]]) -> Iterator[None]:
    kept = {name: getattr(kind, name) for name in functions}
    for name, function in functions.items():
        setattr(kind, name, function)
    try:
        yield
    finally:
        for name, function in kept.items():
            setattr(kind, name, function)


def _applying(apply: Callable[..., ProjectState]) -> Callable[..., ProjectState]:
    """Mark the state that goes through a migration; going back, Django keeps each state whole."""

    @wraps(apply)
    def applied(migration: Migration, state: ProjectState, *args: Any, **named: Any) -> Any:
        state.__dict__[APPLIED] = True
        try:
            return apply(migration, state, *args, **named)
        finally:
            del state.__dict__[APPLIED]

    return applied


def _where_applied(ours: Callable[..., Any], djangos: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(djangos)
    def either(state: ProjectState, *args: Any, **named: Any) -> Any:
        return (ours if APPLIED in state.__dict__ else djangos)(state, *args, **named)

    return either


def _shared(state: ProjectState) -> ProjectState:
    """The state as it is before an operation: all is shared until the operation alters it."""
    before = ProjectState(models=dict(state.models), real_apps=state.real_apps)
    if "apps" in state.__dict__:
        before.apps = state.apps
    before.is_delayed = state.is_delayed
    return before


def _apart(change: Callable[..., None]) -> Callable[..., None]:
    """A change of several models, in copies of all of them."""

    @wraps(change)
    def changed(state: ProjectState, *args: Any, **named: Any) -> None:
        for key, model in state.models.items():
            state.models[key] = model.clone()
        _take_registry(state)
        change(state, *args, **named)

    return changed


def _in_its_own(change: Callable[..., None]) -> Callable[..., None]:
    """A change of one model, in a copy of it; what was before keeps its own."""

    @wraps(change)
    def changed(state: ProjectState, app_label: str, model_name: str, *args: Any) -> None:
        state.models[app_label, model_name] = state.models[app_label, model_name].clone()
        _take_registry(state)
        change(state, app_label, model_name, *args)

    return changed


def _take_registry(state: ProjectState) -> None:
    if "apps" in state.__dict__:
        state.apps = state.apps.clone()


def _registry_of_its_own(registry: StateApps) -> StateApps:
    """The same models in a registry that may change; Django copies it through and through."""
    own = StateApps([], {})
    own.all_models = defaultdict(
        dict, {label: dict(models) for label, models in registry.all_models.items()}
    )
    for label in registry.app_configs:
        own.app_configs[label] = config = AppConfigStub(label)
        config.apps = own
        config.import_models()
    own.real_models = registry.real_models
    return own


def _append(state: ProjectState, app_label: str, model_name: str, option: str, one: Any) -> None:
    """Add an index or a constraint, which asks nothing of how the model was before."""
    model = state.models[app_label, model_name] = state.models[app_label, model_name].clone()
    model.options[option] = [*model.options[option], one]
    if "apps" in state.__dict__:
        meta = state.apps.get_model(app_label, model_name)._meta
        setattr(meta, option, [*getattr(meta, option), one])
        meta.__dict__.pop("total_unique_constraints", None)


INSTEAD: dict[str, Callable[..., Any]] = {
    "clone": _shared, "_append_option": _append,
    "remove_model": _apart(ProjectState.remove_model),
    "rename_model": _apart(ProjectState.rename_model),
}  # fmt: skip
