"""What import-linter cannot tell apart: it knows that Django is imported, not what of it."""

from __future__ import annotations

import ast

from tests.production import ROOT


def test_screening_takes_only_what_finds_the_checks_from_django():
    tree = ast.parse((ROOT / "comments" / "screening.py").read_text())

    imported = {
        f"{node.module}.{name.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "django"
        for name in node.names
    }

    assert imported <= {"django.conf.settings", "django.utils.module_loading.import_string"}
