"""Who acts: from the signed-in account and the organisation chosen in the session."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from samkop.parties.pages.today import day_for, zone_for
from samkop.parties.queries import Standing, actor_in, standings_of
from samkop.parties.usecases.accounts import choose_language
from samkop.parties.viewings import seen_as, viewing_that_goes_on
from samkop.parties.vocabulary import LANGUAGES
from samkop.platform import actors
from samkop.platform.actors import ANONYMOUS, Actor, ActorKind
from samkop.platform.pages import Answer, act
from samkop.platform.pages.page import actor_of, refusal_page, see_other
from samkop.platform.refusals import Refused, viewing_as
from samkop.platform.unit_of_work import perform, reading

CHOSEN = "acting_for"  # the session's key: the id of a party
VIEWING = "viewing"  # the session's key: the id of a viewing that goes on
SAFE = {"GET", "HEAD", "OPTIONS"}
# What may be posted while one looks at the pages as somebody else.
WAYS_OUT = {"end-viewing", "account_logout"}
YEAR = 365 * 24 * 3600  # seconds


class Acting:
    """Middleware: sets ``request.actor`` and ``request.standings``, and the person's language;
    times are read and told in the time zone of the organisation acted for.

    One reading of one query for whoever is signed in, none for anybody else. Not lazily:
    pages ask whether the actor *is* the anonymous one, and the door cannot be opened
    twice, as a first use inside a page's reading would.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        actor, standings = _who_acts(request)
        request.actor = actor  # type: ignore[attr-defined]
        request.standings = standings  # type: ignore[attr-defined]
        if VIEWING in getattr(request, "session", {}):
            look_as_another(request, actor)
            if _would_write(request):
                return refusal_page(request, viewing_as())
        zone = zone_for(request.actor.party_id, request.standings)  # type: ignore[attr-defined]
        with timezone.override(zone):
            return self.get_response(request)


def look_as_another(request: HttpRequest, viewer: Actor) -> None:
    """Show the pages to a viewer as to somebody else, while the viewing goes on."""
    now = datetime.now(UTC)
    today = day_for(viewer.party_id, request.standings, now)  # type: ignore[attr-defined]
    with reading(viewer):
        viewing = viewing_that_goes_on(request.session[VIEWING], viewer, now, today)
    seen = None
    if viewing is not None:
        with reading(actors.person(viewing.person_id, "")):
            seen = seen_as(viewing, now)
    if seen is None:
        del request.session[VIEWING]
        return
    request.viewer = viewer  # type: ignore[attr-defined]
    request.viewing = seen.viewing  # type: ignore[attr-defined]
    request.actor = seen.actor  # type: ignore[attr-defined]
    request.standings = [seen.standing]  # type: ignore[attr-defined]


def _would_write(request: HttpRequest) -> bool:
    """Whether this is a form of the person's that somebody else looks at."""
    if not hasattr(request, "viewing") or request.method in SAFE:
        return False
    try:
        return resolve(request.path_info).url_name not in WAYS_OUT
    except Resolver404:
        return False


def _who_acts(request: HttpRequest) -> tuple[Actor, list[Standing]]:
    if not request.user.is_authenticated:
        return ANONYMOUS, []
    account = request.user
    translation.activate(account.language)
    request.LANGUAGE_CODE = account.language
    standings: list[Standing] = []
    if account.person_id is not None:
        with reading(actors.person(account.person_id, account.email)):
            standings = standings_of(account.person_id, datetime.now(UTC))
    return actor_in(account, standings, request.session.get(CHOSEN)), standings


@act()
def set_organisation(request: HttpRequest, actor: Actor) -> Answer:
    """Act for another organisation from now on; the posted ``organisation`` is its id."""
    wanted = request.POST.get("organisation", "")
    standings: list[Standing] = request.standings  # type: ignore[attr-defined]
    for standing in standings:
        if str(standing.party.pk) == wanted:
            request.session[CHOSEN] = standing.party.pk
            sentence = _("You now act for %(name)s.") % {"name": standing.party.name}
            return Answer(to="/", message=sentence)
    raise Refused(
        "no-member-there",
        _("You do not belong to this organisation today. Choose one of yours in your menu."),
        status=403,
    )


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Speak the posted ``language`` from now on; for who is signed in, everywhere."""
    language = request.POST.get("language", "")
    actor = actor_of(request)
    response = see_other(_next(request))
    if language not in LANGUAGES:
        return response
    if actor.kind is ActorKind.PERSON and actor.person_id is not None:
        perform(actor, choose_language, language=language)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, language, max_age=YEAR, samesite="Lax", httponly=True,
        secure=request.is_secure(),
    )  # fmt: skip
    return response


def _next(request: HttpRequest) -> str:
    """Where the form stood, if that is a page of ours."""
    wanted = request.POST.get("next", "/")
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return wanted if ours else "/"
