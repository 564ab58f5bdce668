"""Typographic spaces and quotes of French and English (REPORTS 4).

Words are typed with ordinary spaces and straight apostrophes; what leaves here is as a printer
would set it. Rules apply to our own texts only: what a client wrote is left as written.
"""

import re
from functools import cache

THIN = "\u202f"  # narrow no-break space
NBSP = "\u00a0"  # no-break space
_SPACE = f"[ {THIN}{NBSP}]"

# A field of a template stands in the text as one private character while the rules apply:
# a number (or a date) counts as a digit, anything else as a letter.
NUMBER_MARK = "\ue000"
TEXT_MARK = "\ue001"
_DIGIT = rf"[\d{NUMBER_MARK}]"

_MONTHS = {
    "fr": "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre",
    "en": "January|February|March|April|May|June|July|August|September|October|November|December",
}
_UNITS = {
    "fr": r"points?|mois|ans?|années?|jours?|semaines?|heures?|minutes?|h|[kM]?[€£$]|[kM][A-Z]{3}",
    "en": r"points?|months?|years?|days?|weeks?|hours?|minutes?",
}

Rule = tuple[re.Pattern[str], str]


def _shared_rules(language: str) -> list[Rule]:
    day, month = rf"({_DIGIT}{{1,2}}(?:er)?)", f"({_MONTHS[language]})"
    return [
        (re.compile(r"'"), "’"),
        (re.compile(r"\.\.\."), "…"),
        (re.compile(rf"\b{day} {month}(?: (\d{{4}}))?\b"), "DATE"),
        (re.compile(rf"\b{month} (\d{{4}})\b"), rf"\1{NBSP}\2"),
        (re.compile(rf"\b(Figures?|Tableaux?|Tables?|figures?) (?={_DIGIT})"), rf"\1{NBSP}"),
        (re.compile(rf"({_DIGIT}) (?=(?:{_UNITS[language]})(?![\w-]))"), rf"\1{NBSP}"),
    ]


def _french_rules() -> list[Rule]:
    closing = r"(?=$|[\s)\]»”’,.…;:!?])"
    return [
        (re.compile(r'"([^"]*)"'), r"« \1 »"),
        (re.compile(rf"«{_SPACE}*"), f"«{THIN}"),
        (re.compile(rf"{_SPACE}*»"), f"{THIN}»"),
        (re.compile(rf"(?<=[^\s(\[«“]){_SPACE}*([;!?]+){closing}"), rf"{THIN}\1"),
        (re.compile(rf"(?<=[^\s(\[«“]){_SPACE}*(:+){closing}"), rf"{NBSP}\1"),
        (re.compile(r"(?<!\d)(\d{1,3}) (?=\d{3}(?:\D|$))"), rf"\1{THIN}"),
        (re.compile(rf"({_DIGIT}){_SPACE}*%"), rf"\1{NBSP}%"),
    ]


def _english_rules() -> list[Rule]:
    return [
        (re.compile(r'(^|[\s(\[–—])"'), r"\1“"),
        (re.compile(r'"'), "”"),
        (re.compile(rf"({_DIGIT}){_SPACE}+%"), r"\1%"),
    ]


@cache
def _rules(language: str) -> tuple[Rule, ...]:
    own = _french_rules() if language == "fr" else _english_rules()
    return (*_shared_rules(language), *own)


def _joined_date(found: re.Match[str]) -> str:
    return NBSP.join(part for part in found.groups() if part)


def typeset(text: str, language: str) -> str:
    """The text with the spaces, quotes and apostrophes of its language; twice changes nothing.

    >>> typeset("Que faire d'ici fin mai ?", "fr")
    'Que faire d’ici fin mai\\u202f?'
    >>> typeset('the "base" case: 40 %', "en")
    'the “base” case: 40%'
    """
    for pattern, replacement in _rules(language):
        text = pattern.sub(_joined_date if replacement == "DATE" else replacement, text)
    return text
