"""The numeric examples of the method, with full inputs (METHOD 20)."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml


@cache
def _examples() -> dict[str, Any]:
    path = Path(__file__).parent / "method" / "worked_examples.yml"
    examples: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return examples


@pytest.fixture
def worked() -> dict[str, Any]:
    """Examples by name."""
    return _examples()
