"""Addresses are looked up by the first of their parts: hundreds of patterns, of which a few fit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from django.urls import ResolverMatch, URLPattern, URLResolver
from django.urls.resolvers import RoutePattern

Pattern = URLPattern | URLResolver


def by_first_part(patterns: Sequence[Pattern]) -> list[Pattern]:
    """The same patterns for a ``urlpatterns``, where ``fleet/1/`` is compared with those alone
    that begin with ``fleet/``, and with those that may begin with anything.

    Names, order and what an address leads to are as they were.
    """
    return [_ByFirstPart(RoutePattern(""), list(patterns))]


class _ByFirstPart(URLResolver):
    def resolve(self, path: str) -> ResolverMatch:
        """Raises Resolver404, as Django's does."""
        part, _slash, _rest = str(path).partition("/")
        return self._sections.get(part, self._anything).resolve(path)

    @cached_property
    def _flat(self) -> list[tuple[str | None, Pattern]]:
        """Each pattern with the part that it begins with; None where that is not fixed."""
        return [(_first_part(one), one) for one in _unfolded(self.url_patterns)]

    @cached_property
    def _anything(self) -> URLResolver:
        return URLResolver(RoutePattern(""), [one for part, one in self._flat if part is None])

    @cached_property
    def _sections(self) -> dict[str, URLResolver]:
        return {
            fixed: URLResolver(
                RoutePattern(""), [one for part, one in self._flat if part in {fixed, None}]
            )
            for fixed in {part for part, _one in self._flat if part is not None}
        }


def _unfolded(patterns: Sequence[Pattern]) -> Iterator[Pattern]:
    """What was included under no part, name or argument of its own stands for itself."""
    for one in patterns:
        if (
            isinstance(one, URLResolver)
            and not (one.namespace or one.app_name or one.default_kwargs)
            and isinstance(one.pattern, RoutePattern)
            and str(one.pattern) == ""
        ):
            yield from _unfolded(one.url_patterns)
        else:
            yield one


def _first_part(one: Pattern) -> str | None:
    route = str(one.pattern)
    part, slash, _rest = route.partition("/")
    whole = slash or isinstance(one, URLPattern)
    fixed = whole and isinstance(one.pattern, RoutePattern) and "<" not in part
    return part if fixed else None
