"""Infrastructure tables: those read or written before it is known who acts, and why.

``tests/house`` compares this list with the database; the migration ``infrastructure``
gives the application its rights on them.
"""

from __future__ import annotations

SIGN_IN = "sign-in: read to find out who the person is"
SESSION = "sessions: read at each request, before the person is known"
QUEUE = "the job queue: the worker takes a job before it knows whose it is"
DJANGO = "Django's own register of tables and migrations; holds no party's data"

# Functions that are asked before it is known who acts: they tell whose a secret is.
ASKED_BEFORE = frozenset({"samkop_actor_of_token"})

INFRASTRUCTURE: dict[str, str] = {
    "platform_account": SIGN_IN,
    "platform_apitoken": "access tokens: looked up by their hash before the party is known",
    "account_emailaddress": SIGN_IN,
    "account_emailconfirmation": SIGN_IN,
    "mfa_authenticator": SIGN_IN,
    "socialaccount_socialaccount": SIGN_IN,
    "socialaccount_socialapp": SIGN_IN,
    "socialaccount_socialtoken": SIGN_IN,
    "django_session": SESSION,
    "django_migrations": DJANGO,
    "django_content_type": DJANGO,
    "auth_group": DJANGO,
    "auth_group_permissions": DJANGO,
    "auth_permission": DJANGO,
    "procrastinate_jobs": QUEUE,
    "procrastinate_events": QUEUE,
    "procrastinate_periodic_defers": QUEUE,
    "procrastinate_workers": QUEUE,
}
