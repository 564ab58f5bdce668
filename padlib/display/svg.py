"""A figure as SVG fit to stand in a page (REPORTS 5.2): clean, small, the same bytes every time.

Text stays text, without a font name, so that the page's own font applies. Ids carry the figure's
key, since equal ids in two figures of a page break clipping and labels.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

from padlib.display import theme

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.figure import Figure

KEY = re.compile(r"[a-z][a-z0-9_-]*")
_DROPPED = {"metadata", "style", "title", "desc"}
_REFUSED = {"script", "foreignObject", "a", "animate", "set", "iframe"}
_MEANINGLESS = {"version", "baseProfile", "width", "height", "id", "role", "class"}  # of the root
_ROUNDED = {"d", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "width", "height", "points"}
_ATTRIBUTES = {  # CSS properties that SVG also knows as attributes
    *("fill", "fill-opacity", "fill-rule", "stroke", "stroke-width", "stroke-opacity", "opacity"),
    *("stroke-linecap", "stroke-linejoin", "stroke-dasharray", "stroke-dashoffset"),
    *("stroke-miterlimit", "font-size", "font-weight", "font-style", "text-anchor", "clip-path"),
}
_LONG = re.compile(r"-?\d*\.\d+(?:e-?\d+)?")
_URL = re.compile(r"url\(#([^)]+)\)")
_NO_TURN = re.compile(r"rotate\(-?0(?:\.0+)?(?: [^)]*)?\)")
_SHIFT = re.compile(r"^translate\((-?[\d.]+)[ ,]+(-?[\d.]+)\)$")
_FONT_PARTS = ("font-style", "font-weight", "font-size")
_FONT = re.compile(r"(?:(italic|oblique) )?(?:(\d{3}|bold) )?([\d.]+)px")


def to_svg(figure: Figure | str, key: str, title: str, description: str) -> str:
    """The SVG of a figure, cleaned and named; ``figure`` may be SVG text already.

    Parameters
    ----------
    figure : matplotlib Figure or str
        Saved with fixed margins: a tight box would draw it twice.
    key : str
        Lower-case letters, digits, ``-`` and ``_``; unique on the page.
    title, description : str
        What is shown, and its values in reading order, for those who do not see it.

    Raises
    ------
    ValueError
        If the key cannot be an id, or the SVG holds a script, a link or a foreign object.
    """
    return clean(figure if isinstance(figure, str) else _drawn(figure), key, title, description)


def _drawn(figure: Any) -> str:
    from matplotlib import rc_context

    buffer = io.StringIO()
    with rc_context(theme.STYLE):
        figure.savefig(buffer, format="svg", metadata={"Date": None})
    return buffer.getvalue()


def clean(text: str, key: str, title: str, description: str) -> str:
    """SVG text made fit for a page: see :func:`to_svg`."""
    if not KEY.fullmatch(key):
        raise ValueError(f"figure key {key!r}: lower-case letters, digits, - and _ are expected")
    root = ET.fromstring(text)
    _drop_namespaces(root)
    _prune(root)
    for element in root.iter():
        _tidy(element)
    _flatten(root)
    _rename(root, f"f-{key}")
    _name(root, f"f-{key}", title, description)
    return ET.tostring(root, encoding="unicode")


def _drop_namespaces(root: ET.Element) -> None:
    """Inside HTML, SVG needs no namespace, and its names no prefix."""
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
        element.attrib = {name.rpartition("}")[2]: value for name, value in element.attrib.items()}


def _prune(parent: ET.Element) -> None:
    """Takes out what is not drawn; refuses what could act."""
    for child in list(parent):
        acts = any(name.lower().startswith("on") for name in child.attrib)
        if child.tag in _REFUSED or acts:
            raise ValueError(f"<{child.tag}> may not stand in a figure")
        if child.tag in _DROPPED or _unseen(child):
            parent.remove(child)
        else:
            _prune(child)
    if parent.tag not in {"text", "tspan"}:
        parent.text = None
    for child in parent:
        if parent.tag != "text":
            child.tail = None


def _unseen(element: ET.Element) -> bool:
    """A path with neither fill nor stroke, or that moves without drawing."""
    if element.tag != "path" or "id" in element.attrib:
        return False
    style = element.get("style", "").replace(" ", "")
    bare = "fill:none" in style and "stroke:" not in style
    return bare or not re.search("[LlHhVvCcSsQqTtAaZz]", element.get("d", ""))


def _tidy(element: ET.Element) -> None:
    _style_to_attributes(element)
    if element.tag == "text":
        _place_text(element)
    for name in _ROUNDED & element.attrib.keys():
        element.set(name, _two_decimals(element.get(name, "")))
    if "d" in element.attrib:
        path = re.sub(r"\s+", " ", element.get("d", "").strip())
        element.set("d", re.sub(r" ?([A-Za-z]) ?", r"\1", path))


def _style_to_attributes(element: ET.Element) -> None:
    kept = []
    for declaration in element.attrib.pop("style", "").split(";"):
        name, _, value = (piece.strip() for piece in declaration.partition(":"))
        if name == "font" and (found := _FONT.search(value)):
            for part, given in zip(
                ("font-style", "font-weight", "font-size"), found.groups(), strict=True
            ):
                if given:
                    element.set(part, given)
        elif name in _ATTRIBUTES:
            element.set(name, _two_decimals(value.removesuffix("px")))
        elif name and not name.startswith("font"):
            kept.append(f"{name}:{value}")
    if kept:
        element.set("style", ";".join(kept))


def _place_text(element: ET.Element) -> None:
    """Text at x and y, without the empty turns that the plotting library writes."""
    transform = _NO_TURN.sub("", element.attrib.pop("transform", "")).strip()
    shift = _SHIFT.match(transform)
    if shift and not {"x", "y"} & element.attrib.keys():
        element.set("x", shift[1])
        element.set("y", shift[2])
    elif transform:
        element.set("transform", _two_decimals(transform))
    element.attrib.setdefault("fill", theme.INK)


def _two_decimals(text: str) -> str:
    def shorter(found: re.Match[str]) -> str:
        number = f"{float(found[0]):.2f}".rstrip("0").rstrip(".")
        return "0" if number in {"-0", ""} else number

    return _LONG.sub(shorter, text) if "." in text and not text.startswith("#") else text


def _flatten(parent: ET.Element) -> None:
    """Groups and definitions that say nothing give way to what they hold."""
    children: list[ET.Element] = []
    for child in list(parent):
        _flatten(child)
        idle = child.tag == "g" and not (child.attrib.keys() - {"id"})
        if idle or (child.tag == "defs" and not len(child)):
            children.extend(child)
        else:
            children.append(child)
    parent[:] = children


def _reference(attribute: str, value: str) -> str | None:
    """The id that an attribute refers to, as ``#id`` or ``url(#id)``."""
    if attribute == "href" and value.startswith("#"):
        return value[1:]
    found = _URL.search(value)
    return found[1] if found else None


def _references(root: ET.Element) -> Iterator[str]:
    for element in root.iter():
        for attribute, value in element.attrib.items():
            if (name := _reference(attribute, value)) is not None:
                yield name


def _rename(root: ET.Element, prefix: str) -> None:
    """Ids that something refers to get the figure's prefix; the others go."""
    used = dict.fromkeys(_references(root))
    names = {old: f"{prefix}-{number}" for number, old in enumerate(used, start=1)}
    for element in root.iter():
        if (own := element.attrib.pop("id", None)) in names:
            element.set("id", names[own])
        for attribute, value in element.attrib.items():
            if (old := _reference(attribute, value)) is not None:
                element.set(attribute, value.replace(f"#{old}", f"#{names[old]}"))


def _name(root: ET.Element, prefix: str, title: str, description: str) -> None:
    kept = {name: value for name, value in root.attrib.items() if name not in _MEANINGLESS}
    root.attrib = {
        "class": "plot",
        **kept,
        "role": "img",
        "aria-labelledby": f"{prefix}-t {prefix}-d",
        "stroke-linejoin": "round",
    }
    for place, (tag, end, words) in enumerate((("title", "t", title), ("desc", "d", description))):
        element = ET.Element(tag, {"id": f"{prefix}-{end}"})
        element.text = words
        root.insert(place, element)
