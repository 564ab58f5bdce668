"""The method comes light: nothing of files, screens or statistics libraries is loaded with it."""

import subprocess
import sys

HEAVY = ("matplotlib", "scipy", "yaml", "jinja2", "IPython", "ipywidgets", "papermill", "nbconvert")


def test_importing_the_steps_loads_pandas_and_numpy_alone():
    steps = "padlib.method.diagnostic, padlib.method.recruitment"
    code = f"import sys, {steps}; print(*[name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120
    )
    assert done.stdout.split() == []
