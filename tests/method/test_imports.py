"""The method comes light: nothing of files, screens or statistics libraries is loaded with it."""

import pkgutil
import subprocess
import sys

import padlib.method

HEAVY = ("matplotlib", "scipy", "yaml", "jinja2", "IPython", "ipywidgets", "papermill", "nbconvert")


def test_importing_the_steps_loads_pandas_and_numpy_alone():
    names = [module.name for module in pkgutil.iter_modules(padlib.method.__path__)]
    steps = ", ".join(f"padlib.method.{name}" for name in names)
    assert len(names) >= 10
    code = f"import sys, {steps}; print(*[name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120
    )
    assert done.stdout.split() == []
