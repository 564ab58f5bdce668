"""Numbers of the method that a client or a parameter changed, in words for the notes."""

from typing import Any

from padlib import banks
from padlib.display.words import Words


def name(dotted: str, say: Words) -> str:
    """What a changed number is: ``recruitment.RC-03.weight``, ``diagnostic.monthly_capacity``.

    A number without words of its own keeps its name.
    """
    step, *path = dotted.split(".")
    *within, last = path
    if not within:
        key = f"changes.rules.{last}"
        return say(key) if say.has(key) else dotted
    whose = within[-1]
    if dotted.startswith("effort."):
        return say("changes.effort", part=say(f"changes.effort_parts.{last}"), size=whose)
    labels = banks.short_labels(say.language) | _parts(step, say.language)
    key = f"changes.parts.{last}"
    if not say.has(key) or whose not in labels:
        return dotted
    return say("changes.criterion", part=say(key), name=labels[whose])


def _parts(step: str, language: str) -> dict[str, str]:
    """Names of a step's dimensions, factors or themes by id."""
    rules = banks.rules().get(step, {})
    groups = (rules.get(group, ()) for group in ("dimensions", "factors", "themes"))
    return {one["id"]: one["name"][language] for group in groups for one in group}


def value(told: Any, say: Words) -> str | None:
    """A code in words; None for what is no code: a number, a text of the client's own."""
    key = f"changes.values.{'none' if told is None else told}"
    return say(key) if (told is None or isinstance(told, str)) and say.has(key) else None
