"""Logos: an SVG or PNG of at most 50 kB, with nothing in it that runs or calls an address."""

import base64
import re
from pathlib import PurePosixPath
from xml.etree import ElementTree

MAX_BYTES = 50_000
MAX_PIXELS = 4_000  # a side

_PNG = b"\x89PNG\r\n\x1a\n"
_SAFE = frozenset(
    [
        "svg",
        "g",
        "path",
        "rect",
        "circle",
        "ellipse",
        "line",
        "polyline",
        "polygon",
        "text",
        "tspan",
        "defs",
        "title",
        "desc",
        "style",
        "stop",
        "use",
        "symbol",
        "clippath",
        "mask",
        "pattern",
        "lineargradient",
        "radialgradient",
        "filter",
        "marker",
    ]
)
_ADDRESS = re.compile(r"(https?:|//|javascript:|data:|@import|url\((?!\s*['\"]?#))", re.IGNORECASE)


def fault_code(name: str, content: bytes) -> str | None:
    """What is wrong with a logo, as a message code; None when it may be shown."""
    if len(content) > MAX_BYTES:
        return "logo_size"
    suffix = PurePosixPath(name).suffix.lower()
    if suffix == ".png":
        return None if _is_png(content) else "logo_kind"
    if suffix == ".svg":
        return _svg_fault(content)
    return "logo_kind"


def data_uri(name: str, content: bytes) -> str:
    """A logo as a `data:` address, to stand inside a page.

    >>> data_uri("logo.png", b"abc")
    'data:image/png;base64,YWJj'
    """
    kind = "svg+xml" if name.lower().endswith(".svg") else "png"
    return f"data:image/{kind};base64,{base64.b64encode(content).decode('ascii')}"


def _is_png(content: bytes) -> bool:
    if not content.startswith(_PNG) or content[12:16] != b"IHDR" or len(content) < 33:
        return False
    width, height = (int.from_bytes(content[at : at + 4]) for at in (16, 20))
    return 0 < width <= MAX_PIXELS and 0 < height <= MAX_PIXELS


def _svg_fault(content: bytes) -> str | None:
    if re.search(rb"<!(DOCTYPE|ENTITY)|<\?xml-stylesheet", content, re.IGNORECASE):
        return "logo_active"
    try:
        root = ElementTree.fromstring(content)
    except (ElementTree.ParseError, ValueError, LookupError):
        return "logo_kind"
    if _local(root.tag) != "svg":
        return "logo_kind"
    return None if all(map(_is_still, root.iter())) else "logo_active"


def _is_still(element: ElementTree.Element) -> bool:
    """Whether an element only draws: no script, no handler, no address."""
    if _local(element.tag) not in _SAFE or _ADDRESS.search(element.text or ""):
        return False
    for name, value in element.attrib.items():
        local = _local(name)
        if local.startswith("on") or _ADDRESS.search(value):
            return False
        if local == "href" and not value.strip().startswith("#"):
            return False
    return True


def _local(tag: object) -> str:
    """The name without its namespace; "" for what is not an element."""
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""
