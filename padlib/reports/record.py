"""What a workbook read and drew, shown from inside its own process to whoever runs it."""

from collections.abc import Mapping
from typing import Any

MIME = "application/vnd.padlib.record+json"
CELL = "from padlib.reports import record\n\nrecord.show(globals())"


def show(names: Mapping[str, Any]) -> None:
    """Show what a cell's names tell: inputs that folders looked for, seed of the draws."""
    from IPython.display import display

    display({MIME: told(names)}, raw=True)


def told(names: Mapping[str, Any]) -> dict[str, Any]:
    """Inputs with their digests (None when absent), the seed among the step's rules, and for whom
    the folders were opened: audience and partner of each."""
    from padlib.workspace import Folder

    values = list(names.values())
    folders = [value for value in values if isinstance(value, Folder)]
    seeds = [value["seed"] for value in values if isinstance(value, dict) and "seed" in value]
    return {
        "inputs": {key: digest for one in folders for key, digest in one.looked_for.items()},
        "seed": next((seed for seed in seeds if isinstance(seed, int)), None),
        "opened_for": [[one.audience, one.partner_id or ""] for one in folders],
    }
