"""Imported once by the process that reports are forked from: all that each would import anew.

Importing this module has an effect, which is its purpose; nothing but that process imports it.
"""

import contextlib
import datetime as dt
import gc
import importlib
import os
import pkgutil
import signal
import sys
import tempfile

# One thread a process: two processes whose linear algebra takes both cores each lose half of them.
for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")
os.environ["MPLBACKEND"] = "Agg"

# jsonschema looks for it to check one kind of address: a second to compile its grammar.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

# The terminal's Ctrl-C goes to the whole group; the command line answers it, and ends this process.
signal.signal(signal.SIGINT, signal.SIG_IGN)


def _load() -> None:
    import papermill.execute  # noqa: F401
    import xlsxwriter  # noqa: F401

    import padlib
    from padlib.reports import engine, page  # noqa: F401

    away = ("padlib.cli", "padlib.reports.warm", "padlib.widgets", "padlib.__main__")
    for module in pkgutil.walk_packages(padlib.__path__, "padlib."):
        if not module.name.startswith(away):
            importlib.import_module(module.name)


def _fill_caches() -> None:
    """Words, templates, banks, rules of rows, fonts: used by every report, changed by none."""
    import nbformat

    from padlib import banks, workspace
    from padlib.display import lettering, render, svg, theme, words
    from padlib.workspace import companies

    for language in words.LANGUAGES:
        formats = words.load(language).format
        formats.money(1.0)
        formats.date(dt.date.min)
        render.macros(language, formats.currency)
    render.environment().get_template("page.html.j2")
    for bank in banks.names():
        banks.load(bank)
    with tempfile.TemporaryDirectory() as place:
        workspace.new_client("warm", data=place)
        workspace.check("warm", data=place)
    companies.key("SA")
    for bold in (False, True):
        lettering.text_width("0", 1.0, bold)
    figure, axes = theme.figure(1.0)
    axes.set_xlabel("0")
    svg.to_svg(figure, "warm", "-", "-")
    nbformat.validate(nbformat.v4.new_notebook())


with contextlib.suppress(Exception):  # a fault in a module is told by the report that imports it
    _load()
    _fill_caches()
gc.collect()
gc.freeze()  # what is shared with the children stays shared
gc.set_threshold(100_000, 50, 50)  # they live for a second: little to collect, much to look through
