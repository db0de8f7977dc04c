"""``samkop account``: ways in, for the operator."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from samkop.site.cli_serve import AsJson

app = typer.Typer(no_args_is_help=True, help="The accounts that people sign in with.")


@app.callback()
def accounts() -> None:
    """The accounts that people sign in with."""


@app.command("reset")
def reset(
    email: Annotated[str, typer.Argument(help="The address that the person signs in with.")],
    *,
    as_json: AsJson = False,
) -> None:
    """Make a link with which a person sets a password.

    It works once, within three days. For the first administrator, and wherever no mail is
    sent. Give it to that person only. The password that there is goes on until another is set.
    """
    from samkop.site import start

    data = start.django()
    from django.conf import settings

    from samkop.parties.usecases.accounts import make_way_in
    from samkop.platform import actors
    from samkop.platform.unit_of_work import perform
    from samkop.site.supervisor import register

    path = perform(actors.job("operator"), make_way_in, email=email)
    served = register.read(data)
    here = served.address if served is not None and served.is_alive else ""
    address = (settings.NAMED_ADDRESS or here or settings.PUBLIC_ADDRESS).rstrip("/") + path
    typer.echo(json.dumps({"email": email, "address": address}) if as_json else address)
