"""The program as a whole: what it says, with which exit code, and how little it loads."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import get_args, get_type_hints

import pytest
from typer.main import get_command

from samkop.site import schemas
from samkop.site.cli import app, supplier_simulator
from samkop.site.simulator.answering import Mode
from serving_ground import COMMAND

# What a command without a database must not load to be quick (cli.md).
HEAVY = {
    "django", "psycopg", "lxml", "procrastinate", "gunicorn", "rich", "cryptography",
    "highspy", "numpy",
}  # fmt: skip


def samkop(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *arguments],
        capture_output=True, text=True, check=False, env={**os.environ, **environment},
    )  # fmt: skip


def commands(command=None, path=()):
    """Every command with its words: ("audit", "verify")."""
    command = command or get_command(app)
    for name, found in getattr(command, "commands", {}).items():
        if hasattr(found, "commands"):
            yield from commands(found, (*path, name))
        else:
            yield (*path, name), found


def test_every_command_says_in_one_short_line_what_it_does():
    told = {" ".join(path): found.get_short_help_str(62) for path, found in commands()}
    assert {name: text for name, text in told.items() if not text or text.endswith("...")} == {}


def test_every_option_and_argument_says_what_it_is():
    silent = [
        f"{' '.join(path)} {parameter.name}"
        for path, found in commands()
        for parameter in found.params
        if parameter.name != "help" and not getattr(parameter, "help", None)
    ]
    assert silent == []


def test_without_a_command_it_lists_them_and_says_bad_usage():
    done = samkop()
    assert done.returncode == 2
    assert "supplier-simulator" in done.stdout + done.stderr


@pytest.mark.parametrize(
    "arguments",
    [["no-such"], ["serve", "--port", "70000"], ["schema", "no-such"], ["bench", "no-such"],
     ["edocs", "show", "/no/such/file"]],
)  # fmt: skip
def test_bad_usage_has_exit_code_2_and_says_nothing_on_stdout(arguments):
    done = samkop(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") <= 4
    assert "Traceback" not in done.stderr


def test_a_database_that_does_not_answer_is_a_sentence(tmp_path):
    nowhere = "postgresql://samkop@127.0.0.1:1/samkop"
    done = samkop(
        "--data", str(tmp_path), "audit", "verify",
        DATABASE_URL=nowhere, DATABASE_OWNER_URL=nowhere,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (2, "")
    assert "No PostgreSQL server answers on 127.0.0.1, port 1" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [["--help"], ["serve", "--help"], ["schema"], ["schema", "doctor"], ["test", "--help"]],
)
def test_what_needs_no_database_loads_nothing_heavy(arguments):
    program = (
        "import sys; from samkop.site.cli import main\n"
        "sys.argv[0] = 'samkop'\n"
        "try: main()\n"
        "except SystemExit as ending: assert not ending.code\n"
        "print('\\n' + ' '.join({name.partition('.')[0] for name in sys.modules}))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=True
    )
    assert HEAVY & set(done.stdout.splitlines()[-1].split()) == set()


def test_a_schema_is_printed_as_it_stands():
    assert json.loads(samkop("schema", "doctor").stdout) == json.loads(schemas.text_of("doctor"))
    assert samkop("schema").stdout.split() == schemas.names()


def test_every_answer_for_programs_has_a_schema():
    with_json = {
        "-".join(path)
        for path, found in commands()
        if any("--json" in parameter.opts for parameter in found.params)
    }
    # Files that are taken whole or not at all answer alike; some schemas are of files that go in.
    whole = {
        "organisations", "people", "cost-centres", "budgets", "authority", "groups", "fleet",
        "support", "enrolment", "erasures", "lease-schedule",
    }  # fmt: skip
    shared = {f"import-{kind}" for kind in whole}
    assert shared < with_json
    goes_in = {
        "import-map", "renewal-problem", "renewal-variety-problem", "forecast-problem",
        "award-laboratory-problem", "award-problem", "bid-form", "bid-content", "tender-key",
        "opening-dossier",
    }  # fmt: skip
    programs_only = {"award-solve"}  # answers in JSON whatever is asked
    named = set(schemas.names()) - {"import"} - goes_in - programs_only
    assert with_json - shared == named


def test_the_simulators_modes_are_those_that_the_command_offers():
    assert set(get_args(get_type_hints(supplier_simulator)["mode"])) == set(Mode)


def test_an_interrupt_ends_with_130_and_a_sentence(tmp_path):
    process = subprocess.Popen(
        [*COMMAND, "--data", str(tmp_path), "supplier-simulator"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    with process:
        assert "Answering orders under" in process.stderr.readline()
        process.send_signal(2)
        _out, said = process.communicate(timeout=60)
    assert (process.returncode, said) == (130, "Stopped; nothing was left half written.\n")


def test_no_colour_reaches_a_pipe(tmp_path):
    done = samkop("doctor", SAMKOP_DATA=str(tmp_path / "none"), FORCE_COLOR="1", NO_COLOR="1")
    assert done.stdout.startswith("wrong  There is no data folder")


def test_openapi_describes_the_api(tmp_path):
    done = samkop("--data", str(tmp_path), "openapi")
    description = json.loads(done.stdout)
    assert (done.returncode, description["info"]["title"]) == (0, "Samköp")
    assert description["paths"]
