"""What holds for every test."""

import os

from hypothesis import HealthCheck, settings

# A timing is never asserted: a machine under load is slow, not wrong. In CI the examples are the
# same each time.
settings.register_profile(
    "padlib",
    deadline=None,
    derandomize=bool(os.environ.get("CI")),
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("padlib")
