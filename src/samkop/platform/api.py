"""The base of the API: who calls, the door around each operation, problem details.

Errors are RFC 9457 problem details (``application/problem+json``) with the refusal's
stable ``code``. Each operation is declared with ``reads`` or ``writes`` and a scope.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Annotated, Any

import structlog
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from ninja import Header, NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError
from pydantic import model_validator
from pydantic_core import PydanticCustomError

from samkop.platform.actors import Actor
from samkop.platform.refusals import Refused, not_allowed
from samkop.platform.unit_of_work import reading

log = structlog.get_logger()

FIRST_ERROR = 400

IdempotencyKey = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=200,
        description="The same key with the same body answers as before and does nothing again.",
    ),
]


class Given(Schema):
    """What a program gives, all of which may be left out: a JSON object and nothing else.

    A plain Schema also reads the attributes of any other value, finds none of them on a
    number or a text, and takes everything for left out: the body "2026-12-31" would end a
    configuration today.
    """

    @model_validator(mode="before")
    @classmethod
    def _is_an_object(cls, given: Any) -> Any:
        # The framework's own wrapper around what came.
        came = getattr(given, "_obj", given)
        if not isinstance(came, Mapping | cls):
            raise PydanticCustomError("object_missing", "Give a JSON object.")
        return given


class Problem(Schema):
    """RFC 9457: what went wrong, for a program (``code``) and for a person (``detail``)."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    errors: list[dict[str, Any]] = []


# What every operation may answer besides. Its form is described once, by ProblemAPI: a model
# a status of each operation would be built at every start, and validate nothing.
PROBLEMS = dict.fromkeys((400, 401, 403, 404, 409, 422, 503))


def reads(scope: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """An operation that reads: runs inside one ``reading`` of the calling actor."""

    def decorate(operation: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(operation)
        def inside(request: HttpRequest, *arguments: Any, **named: Any) -> Any:
            actor = _allowed(request, scope)
            with reading(actor):
                return operation(request, *arguments, **named)

        return inside

    return decorate


def writes(scope: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """An operation that writes: makes one ``perform`` call of its own."""

    def decorate(operation: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(operation)
        def inside(request: HttpRequest, *arguments: Any, **named: Any) -> Any:
            _allowed(request, scope)
            return operation(request, *arguments, **named)

        return inside

    return decorate


def caller(request: HttpRequest) -> Actor:
    """Who calls, as the token says."""
    actor: Actor = request.auth  # type: ignore[attr-defined]  # django-ninja puts it there
    return actor


class ProblemAPI(NinjaAPI):
    """An API whose description says that its errors are problem details."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._documents: dict[str, Any] = {}

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> Any:
        """The OpenAPI document; errors under ``application/problem+json`` (RFC 9457).

        Built once a process, for it takes seconds of several hundred operations.
        """
        prefix = self.get_root_path(path_params or {}) if path_prefix is None else path_prefix
        if prefix not in self._documents:
            self._documents[prefix] = _with_problems(super().get_openapi_schema(path_prefix=prefix))
        return self._documents[prefix]


def _with_problems(document: Any) -> Any:
    """The same document, its errors under ``application/problem+json``."""
    document["components"]["schemas"][Problem.__name__] = Problem.model_json_schema()
    form = {"schema": {"$ref": f"#/components/schemas/{Problem.__name__}"}}
    operations = [op for item in document["paths"].values() for op in item.values()]
    for operation in operations:
        for status, response in operation["responses"].items():
            if int(status) >= FIRST_ERROR:
                response["content"] = {"application/problem+json": form}
    return document


def speak_problems(api: NinjaAPI) -> None:
    """Answer every error of an API as problem details."""

    @api.exception_handler(Refused)
    def refused(request: HttpRequest, error: Refused) -> HttpResponse:
        errors = [{"field": name, "message": str(text)} for name, text in error.fields.items()]
        return _problem(api, request, error.status, error.code, str(error), errors)

    @api.exception_handler(ValidationError)
    def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
        errors = [
            {"field": ".".join(map(str, fault["loc"])), "message": fault["msg"]}
            for fault in error.errors
        ]
        detail = "The request does not fit its description; see errors."
        return _problem(api, request, 422, "request-invalid", detail, errors)

    @api.exception_handler(AuthenticationError)
    def unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
        detail = "Send a valid access token: Authorization: Bearer samkop_…"
        response = _problem(api, request, 401, "token-missing", detail)
        response["WWW-Authenticate"] = "Bearer"
        return response

    @api.exception_handler(HttpError)
    def plain(request: HttpRequest, error: HttpError) -> HttpResponse:
        return _problem(api, request, error.status_code, "request-refused", str(error))

    @api.exception_handler(OperationalError)
    def away(request: HttpRequest, error: OperationalError) -> HttpResponse:
        log.error("database-away", error=str(error).strip())
        detail = "The database does not answer. Try again in a moment, with the same key."
        return _problem(api, request, 503, "database-away", detail)


def _allowed(request: HttpRequest, scope: str) -> Actor:
    actor = caller(request)
    if scope not in actor.scopes:
        raise not_allowed()
    return actor


def _problem(
    api: NinjaAPI,
    request: HttpRequest,
    status: int,
    code: str,
    detail: str,
    errors: list[dict[str, Any]] | None = None,
) -> HttpResponse:
    titles = {400: "Bad request", 401: "Not signed in", 403: "Not allowed", 404: "Not found",
              409: "Refused", 422: "Not understood", 503: "Away"}  # fmt: skip
    body = {
        "type": f"urn:samkop:problem:{code}", "title": titles.get(status, "Error"),
        "status": status, "code": code, "detail": detail, "errors": errors or [],
    }  # fmt: skip
    response = api.create_response(request, body, status=status)
    response["Content-Type"] = "application/problem+json"
    return response
