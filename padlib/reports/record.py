"""What a workbook read, shown from inside its own process to whoever runs it."""

from collections.abc import Mapping
from typing import Any

MIME = "application/vnd.padlib.inputs+json"
CELL = "from padlib.reports import record\n\nrecord.show(globals())"


def show(names: Mapping[str, Any]) -> None:
    """Show the inputs that the client's folders among these names opened or looked for."""
    from IPython.display import display

    from padlib.workspace import Folder

    folders = [value for value in names.values() if isinstance(value, Folder)]
    looked_for = {str(path): digest for one in folders for path, digest in one.looked_for.items()}
    display({MIME: looked_for}, raw=True)
