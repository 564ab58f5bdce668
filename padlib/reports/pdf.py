"""Pages as PDF, printed by a browser that is on the machine."""

import os
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

_COMMANDS = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge", "microsoft-edge")
_PLACES = {
    "darwin": (
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    ),
    "win32": (
        r"C:\Program Files\Google\Chrome\Application\chrome.exe",
        r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
        r"C:\Program Files\Microsoft\Edge\Application\msedge.exe",
    ),
}
PATIENCE = 60  # seconds for one page


class PdfError(Exception):
    """The browser made no PDF."""


@cache
def browser() -> str | None:
    """Chromium, Chrome or Edge, where one is found."""
    places = (place for place in _PLACES.get(sys.platform, ()) if Path(place).exists())
    return next(filter(None, map(shutil.which, _COMMANDS)), None) or next(places, None)


def printed(page: bytes) -> bytes:
    """A page as PDF; raise PdfError when there is no browser, or it makes none."""
    found = browser()
    if found is None:
        raise PdfError("no browser")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:
        html, result = Path(place, "page.html"), Path(place, "page.pdf")
        html.write_bytes(page)
        options = ["--headless", "--disable-gpu", "--no-pdf-header-footer", "--no-first-run"]
        options += [f"--user-data-dir={place}", f"--print-to-pdf={result}"]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            options.append("--no-sandbox")  # Chromium refuses its sandbox to root
        try:
            command = [found, *options, html.as_uri()]
            subprocess.run(command, capture_output=True, timeout=PATIENCE, check=True)
            return result.read_bytes()
        except (OSError, subprocess.SubprocessError) as error:
            raise PdfError(type(error).__name__) from error
