"""Who does what: roles and owners as a page prints them (CLIENT_FILES 1)."""

from __future__ import annotations

from collections.abc import Mapping

from padlib import banks
from padlib.display.words import Words


def role(role_id: str, say: Words) -> str:
    """A role's name without its explanation in brackets.

    >>> from padlib.display import words
    >>> role("CM", words.load("fr"))
    'Responsable partenaires'
    """
    return say.typeset(banks.roles()[role_id]["name"][say.language].partition(" (")[0])


def owner(owner_id: str, people: Mapping[str, str], say: Words) -> str:
    """A role as "name (role)" when the client names it, else the role; anything else as written."""
    if owner_id not in banks.roles():
        return owner_id
    if name := people.get(owner_id):
        return say("page.owner", name=name, role=role(owner_id, say))
    return role(owner_id, say)


def in_sentence(text: str) -> str:
    """A text as it stands inside a sentence: no capital, unless it opens on an acronym.

    >>> in_sentence("Signer le plan"), in_sentence("KPI suivis")
    ('signer le plan', 'KPI suivis')
    """
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
