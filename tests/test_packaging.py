"""`comments` is built as a wheel, installed in a site that is not ours, and takes a comment there."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.production import ROOT, environment_of

TESTS = Path(__file__).resolve().parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """Built from a copy: a build leaves its scraps beside its source."""
    source, built = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    shutil.copytree(ROOT / "comments", source / "comments", ignore=shutil.ignore_patterns("__pycache__"))
    run("-m", "build", "--wheel", "--no-isolation", "--outdir", str(built), str(source))
    return next(built.glob("*.whl"))


@pytest.fixture(scope="module")
def visit(wheel, tmp_path_factory) -> dict:
    """What came of a visit to the other site."""
    installed, folder = tmp_path_factory.mktemp("installed"), tmp_path_factory.mktemp("other")
    run("-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", str(installed), str(wheel))
    shutil.copytree(TESTS / "other_site", folder / "other_site")
    printed = run(
        "-m",
        "other_site.visit",
        cwd=folder,
        PYTHONPATH=str(installed),
        DJANGO_SETTINGS_MODULE="other_site.settings",
        OTHER_SITE_DATABASE=str(folder / "other.sqlite3"),
    )
    return json.loads(printed) | {"expected_at": str(installed)}


def test_the_wheel_holds_all_of_the_app_and_nothing_of_the_site(wheel):
    packed = set(ZipFile(wheel).namelist())
    of_the_app = {
        str(path.relative_to(ROOT))
        for path in (ROOT / "comments").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }

    assert of_the_app - packed == set()
    assert {name.split("/")[0] for name in packed - of_the_app} == {"newsroom_comments-0.1.0.dist-info"}


def test_another_site_takes_a_comment_and_shows_it_once_approved(visit):
    assert visit["installed_at"].startswith(visit["expected_at"])
    assert visit["answered"] in (302, 303)
    assert visit["receipt_shows_it"]
    assert visit["waits_at_the_desk"]
    assert not visit["shown_while_waiting"]
    assert visit["shown_when_approved"]


def test_another_site_has_every_guideline_looked_at(visit):
    assert visit["verdicts"] == 7


def run(*arguments: str, cwd: Path = ROOT, **variables: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=cwd,
        env=environment_of({}) | variables | {"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
