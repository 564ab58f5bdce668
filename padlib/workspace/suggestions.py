"""The known name that a mistyped one most likely stands for, when only one is close."""

import re
import unicodedata
from collections.abc import Iterable

from rapidfuzz import fuzz, process

CLOSE = 75.0  # similarity out of 100 from which a name is worth proposing
CLEAR = 4.0  # lead that the best name needs over the next one
NEAR_NUMBER = 2  # how far the number of an id may be off

_NUMBERED = re.compile(r"(.*?[-_])0*([0-9]{1,9})")


def plain(text: str) -> str:
    """Letters and digits alone: no case, accent, hyphen or shape of apostrophe.

    >>> plain("Provence-Alpes-Côte d’Azur") == plain("provence alpes cote d'azur")
    True
    """
    letters = unicodedata.normalize("NFKD", text).casefold()
    kept = (sign if sign.isalnum() else " " for sign in letters if not unicodedata.combining(sign))
    return " ".join("".join(kept).split())


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The one known name close to a word, or None when there is none or more than one.

    >>> nearest("revenu_n", ["revenue_n", "region", "name"])
    'revenue_n'
    >>> nearest("P-VA-9", ["P-VA-06", "P-VA-07", "P-SC-07"])
    'P-VA-07'
    >>> nearest("zebra", ["revenue_n", "region"]) is None
    True
    """
    names = list(dict.fromkeys(known))
    return _same_series(word, names) or _closest(word, names)


def _same_series(word: str, names: list[str]) -> str | None:
    """The name with the same letters and the nearest number, for ids that end in one."""
    typed = _NUMBERED.fullmatch(word.strip().upper())
    if typed is None:
        return None
    series = {
        int(match[2]): name
        for name in names
        if (match := _NUMBERED.fullmatch(name.upper())) and match[1] == typed[1]
    }
    number = int(typed[2])
    best = min(series, key=lambda n: (abs(n - number), n), default=None)
    return series[best] if best is not None and abs(best - number) <= NEAR_NUMBER else None


def _closest(word: str, names: list[str]) -> str | None:
    found = process.extract(
        word[:200], names, scorer=fuzz.ratio, processor=plain, limit=2, score_cutoff=CLOSE
    )
    if not found or (len(found) == 2 and found[0][1] - found[1][1] < CLEAR):
        return None
    return found[0][0]
