"""Options of the benchmarks."""

from __future__ import annotations

from django.db import connection

SIZES = {"postgresql": "1000,100000,1000000", "sqlite": "1000,100000"}


def pytest_addoption(parser) -> None:
    parser.addoption("--sizes", default="", help="how many comments wait, parted by commas")


def sizes(config) -> list[int]:
    return [int(size) for size in (config.getoption("--sizes") or SIZES[connection.vendor]).split(",")]
