"""Names of companies as they compare: without case, accents, legal form.

A short name (Alma, Octo, UTI) is compared whole: taking a legal form or a word off it would make
it another company's.
"""

from functools import cache

from cleanco import basename

from padlib.workspace.suggestions import plain

SHORT = 5  # letters up to which a name must be the same but for case and accents

_FRENCH_FORMS = {"sa", "sas", "sasu", "sarl", "eurl", "snc", "sca", "scop", "se", "gie", "selarl"}


@cache
def key(name: str) -> str:
    """What two spellings of one company's name have in common.

    >>> key("Éconocom S.A.S.") == key("ECONOCOM")
    True
    >>> key("Alma SA") == key("Alma")
    False
    """
    whole = plain(name)
    without = plain(basename(name.replace(".", "")))
    words = without.split()
    while len(words) > 1 and words[-1] in _FRENCH_FORMS:
        words.pop()
    bare = " ".join(words)
    return bare if len(bare.replace(" ", "")) > SHORT else whole
