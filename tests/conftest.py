"""Tests keep their plans in a folder of their own, never in the user's, and ask no terminal how wide it is.

Coverage is not noted in slow tests: it makes them two to three times as slow, and what they run, quick tests run too.
"""

import os
import tempfile

import pytest
from hypothesis import settings

# How long a machine takes is measured in benchmarks/, and no test fails by it.
settings.register_profile("patient", settings(), deadline=None)
settings.load_profile("patient")
os.environ.setdefault("CSMISTAKES_CACHE", tempfile.mkdtemp(prefix="csmistakes-tests-"))
os.environ.pop("COLUMNS", None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.get_closest_marker("slow"):
            item.add_marker("no_cover")  # pytest-cov's
