"""One value of a YAML file changed: every other byte stays as it was typed.

Comments, order, spaces, quotes, line ends and encoding are whoever's wrote the file. What is put is
read back before it is given: a file written in a way that does not let one value be changed alone
is refused, not guessed at.
"""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from numbers import Integral, Real
from typing import Any

import yaml

from padlib.workspace.encodings import MARK
from padlib.workspace.kinds import Bad, Boolean, Day, Number
from padlib.workspace.yaml_files import Loader, Path

STEP = 2  # of the indent, where the file shows none
_LINE_END = re.compile(r"[\r\n]")
_HEADER = re.compile(r"[|>][0-9+-]*")  # of a text on lines
_AFTER = re.compile(r"([ \t]*)(#[^\r\n]*)?(?=[\r\n]|$)")  # what may follow a value on its line
_DATED = re.compile(r"(?:.*, )?[0-9]{4}-[0-9]{2}-[0-9]{2}")  # a comment that was put here
_TAG = "tag:yaml.org,2002:"


class Uneditable(ValueError):
    """A file written in a way that does not let this value be put without touching others."""


def put(content: bytes, path: Path, value: Any, comment: str = "") -> bytes:
    """The file with another value at a path.

    Parameters
    ----------
    content : bytes
        Of the file; nothing, or comments alone, are an empty map.
    path : tuple of str and int
        Keys (found in any case) and numbers of list entries; maps that lack are made, in the style
        of the one that holds them, and the entry after the last of a list is added to it.
    value : number, text, bool, date, or a list or map of these
        A value that is there already, as the workspace reads it (`0,85` is 0.85), changes nothing.
    comment : str
        Put at the end of the line of a key, or after the braces that hold it, after a person's
        own. One that ends with a day (`from where, 2026-10-12`) takes the place of the last one
        that does.

    Raises
    ------
    Uneditable

    Examples
    --------
    >>> put(b"churn: 0.1   # seen", ("churn",), 0.2)
    b'churn: 0.2   # seen'
    >>> put(b"{id: nimbus}", ("thresholds", "diagnostic.target_level"), 3)
    b'{id: nimbus, thresholds: {diagnostic.target_level: 3}}'
    >>> put(b"thresholds: {a: 1, b: 2}", ("thresholds", "b"), 3, "tried, 2026-10-12")
    b'thresholds: {a: 1, b: 3} # tried, 2026-10-12'
    """
    text, encoding = decoded(content)
    root = _composed(text)
    after = applied(
        text, _Putting(text, root, value, " ".join(comment.replace("#", "").split())).edits(path)
    )
    if after == text:
        return content
    new = _composed(after)
    found = node_at(new, path)
    if found is None or not _is(found, value) or _others(root, path) != _others(new, path):
        raise Uneditable(path)
    return encoded(after, encoding)


def remove(content: bytes, path: Path) -> bytes:
    """The file without what stands at a path, and without the maps and lists that it leaves empty.

    The comment on its line goes with it.

    Raises
    ------
    Uneditable

    Examples
    --------
    >>> remove(b"id: nimbus\\nthresholds:\\n  diagnostic.target_level: 3\\nmode: referral\\n",
    ...        ("thresholds", "diagnostic.target_level"))
    b'id: nimbus\\nmode: referral\\n'
    """
    text, encoding = decoded(content)
    root = _composed(text)
    if root is None or node_at(root, path) is None:
        return content
    after = applied(text, _removal(text, root, path))
    after = applied(after, _comment_put_after(after, _outer_flow(_composed(after), path)))
    new = _composed(after)
    kept = None if new is None else _without_blanks(_tree(new))
    if kept != _without_blanks(_cut(root, path)):
        raise Uneditable(path)
    return encoded(after, encoding)


def value(content: bytes, path: Path) -> Any:
    """What stands at a path, as YAML reads it; None when nothing does.

    >>> value(b"campaigns: {2026: {as_of: 2026-10-31}}", ("campaigns", "2026", "as_of"))
    datetime.date(2026, 10, 31)
    """
    found = node_at(_composed(decoded(content)[0]), path)
    return None if found is None else _natural(found)


def leaves(content: bytes) -> dict[Path, str]:
    """Every value that is no map, by its path, as it is written; a list of values is one."""
    text = decoded(content)[0]
    root = _composed(text)
    found: dict[Path, str] = {}
    if root is not None:
        _gather(root, (), text, found)
    return found


# ── what the edits of a file share ───────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Edit:
    """Some characters of a text replaced by others."""

    start: int
    end: int
    text: str


def applied(text: str, edits: Iterable[Edit]) -> str:
    """The text once edited; of two edits at one place the first one comes first."""
    for edit in sorted(edits, key=lambda one: one.start)[::-1]:
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def decoded(content: bytes) -> tuple[str, str]:
    """The text with its own line ends, and its encoding."""
    for encoding in ("utf-8-sig" if content.startswith(MARK) else "utf-8", "cp1252"):
        try:
            return content.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise Uneditable("encoding")


def encoded(text: str, encoding: str) -> bytes:
    """The bytes of a text; a letter that its encoding lacks makes it UTF-8, with a mark."""
    try:
        return text.encode(encoding)
    except UnicodeEncodeError:
        return text.encode("utf-8-sig")


def newline_of(text: str) -> str:
    """The line end of a text."""
    return "\r\n" if "\r\n" in text else "\r" if "\r" in text and "\n" not in text else "\n"


def pair(node: yaml.Node | None, key: str) -> tuple[yaml.Node, yaml.Node] | None:
    """A key of a map, whatever its case, and its value."""
    if not isinstance(node, yaml.MappingNode):
        return None
    pairs = [(one, held) for one, held in node.value if isinstance(one, yaml.ScalarNode)]
    names = [str(one.value).strip() for one, _ in pairs]
    if key in names:
        return pairs[names.index(key)]
    folded = [name.casefold() for name in names]
    return pairs[folded.index(key.casefold())] if key.casefold() in folded else None


def end(node: yaml.Node) -> int:
    """Where what a node says ends: a block ends with its last value, not with what follows it."""
    if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
        return _end_of_lines(node)
    if not isinstance(node, yaml.CollectionNode) or node.flow_style or not node.value:
        return int(node.end_mark.index)
    last = node.value[-1]
    return end(last[1] if isinstance(node, yaml.MappingNode) else last)


def line_end(text: str, at: int) -> int:
    """Where the line of a character ends."""
    stop = _LINE_END.search(text, at)
    return stop.start() if stop else len(text)


def node_at(root: yaml.Node | None, path: Path) -> yaml.Node | None:
    """The node at a path; None when there is none, or a blank."""
    node = root
    for part in path:
        found = _step(node, part) if node is not None else None
        if found is None:
            return None
        node = found[1]
    return None if node is None or _is_blank(node) else node


def _end_of_lines(node: yaml.ScalarNode) -> int:
    """Where a text on lines ends: blank lines count when it keeps them."""
    buffer, start, stop = node.start_mark.buffer, node.start_mark.index, node.end_mark.index
    assert buffer is not None  # the mark of a text, which pyyaml keeps whole
    said = buffer.rstrip("\0")[start:stop]
    header = _HEADER.match(said)
    if header and "+" in header[0]:
        return int(stop) - len(re.search(r"(\r\n|\r|\n)?$", said)[0])  # type: ignore[index]
    return int(start) + len(said.rstrip("\r\n"))


def _composed(text: str) -> yaml.Node | None:
    try:
        return yaml.compose(text, Loader=Loader)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise Uneditable(str(error)) from None


def _step(node: yaml.Node, part: str | int) -> tuple[yaml.Node | None, yaml.Node] | None:
    """The key, if there is one, and value of one part of a path."""
    if isinstance(node, yaml.MappingNode):
        return pair(node, str(part))
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int):
        return (None, node.value[part]) if 0 <= part < len(node.value) else None
    return None


def _is_blank(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.tag == f"{_TAG}null"


# ── what is put ──────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class _Spot:
    """A value in its file: what holds it, under which key."""

    holder: yaml.Node | None
    key: yaml.Node | None
    node: yaml.Node

    @property
    def in_block(self) -> bool:
        """Whether its key stands on a line of its own."""
        return isinstance(self.holder, yaml.MappingNode) and not self.holder.flow_style


class _Putting:
    """The edits that put a value, with its comment, in a text."""

    def __init__(self, text: str, root: yaml.Node | None, told: Any, comment: str) -> None:
        self.text, self.root = text, root
        self.told, self.comment = told, comment
        self.newline = newline_of(text)
        self.step = _indent(root)

    def edits(self, path: Path) -> list[Edit]:
        """See `put`."""
        if self.root is None or (_is_blank(self.root) and not self.root.value):
            return [self._begun(path)]
        flow = _outer_flow(self.root, path)
        beside = self._comment(int(flow.end_mark.index)) if flow else []
        return [*self._told(path), *beside]

    def _told(self, path: Path) -> list[Edit]:
        """The value at its place, where a file has keys."""
        assert self.root is not None
        spot = _Spot(None, None, self.root)
        for depth, part in enumerate(path):
            if _is_blank(spot.node):
                return self._filled(spot, path[depth:])
            found = _step(spot.node, part)
            if found is None:
                return [self._added(spot.node, path[depth:])]
            spot = _Spot(spot.node, *found)
        return self._filled(spot, ()) if _is_blank(spot.node) else self._replaced(spot)

    def _begun(self, path: Path) -> Edit:
        """The first key of a file that has none."""
        between = "" if not self.text or self.text.endswith(("\n", "\r")) else self.newline
        return Edit(len(self.text), len(self.text), between + self._block(path, 0) + self.newline)

    def _added(self, node: yaml.Node, path: Path) -> Edit:
        """A key that a map does not have, or one more entry of a list."""
        _check_place(node, path[0])
        assert isinstance(node, yaml.CollectionNode)
        if not node.value:
            at = int(node.start_mark.index) + 1
            return Edit(at, at, _flow_part(path, self.told))
        if node.flow_style:
            last = node.value[-1]
            parts = last if isinstance(node, yaml.MappingNode) else (last,)
            at = max(int(part.end_mark.index) for part in parts)
            return Edit(at, at, f", {_flow_part(path, self.told)}")
        return self._line(path, _column(node), after=end(node))

    def _filled(self, spot: _Spot, path: Path) -> list[Edit]:
        """A value, or a map, where a key has none."""
        start, stop = int(spot.node.start_mark.index), int(spot.node.end_mark.index)
        if path and spot.in_block and spot.key is not None and start == stop:
            deeper = 0 if isinstance(path[0], int) else self.step
            return [self._line(path, int(spot.key.start_mark.column) + deeper, after=start)]
        space = " " if start == stop else ""
        told = Edit(start, stop, space + _flow(path, self.told))
        return [told, *(self._comment(stop) if spot.in_block else ())]

    def _replaced(self, spot: _Spot) -> list[Edit]:
        """Another value where there is one."""
        node, start, stop = spot.node, int(spot.node.start_mark.index), end(spot.node)
        if _is(node, self.told):
            on_a_line = spot.in_block and not _LINE_END.search(self.text, start, stop)
            return self._comment(stop) if on_a_line else []
        begun, after = Edit(start, stop, written(self.told)), stop
        rest: list[Edit] = []
        if isinstance(node, yaml.ScalarNode) and (header := self._header(node)):
            begun, after = Edit(start, header, begun.text), header
            rest = [self._lines_from(start, stop)]
        elif isinstance(node, yaml.CollectionNode) and not node.flow_style and spot.key:
            after = self.text.index(":", int(spot.key.end_mark.index)) + 1
            begun, rest = Edit(after, after, f" {begun.text}"), [self._lines_from(after, stop)]
        return [begun, *(self._comment(after) if spot.in_block else ()), *rest]

    def _header(self, node: yaml.ScalarNode) -> int | None:
        """Where the sign that begins a text on lines ends; None of another text."""
        found = _HEADER.match(self.text, node.start_mark.index)
        return found.end() if found and node.style in ("|", ">") else None

    def _lines_from(self, start: int, stop: int) -> Edit:
        """The lines after that of a place taken away."""
        first = line_end(self.text, start)
        return Edit(first, max(first, stop), "")

    def _line(self, path: Path, column: int, after: int) -> Edit:
        """A key on the line after that of a place."""
        at = line_end(self.text, after)
        return Edit(at, at, f"{self.newline}{' ' * column}{self._block(path, column)}")

    def _comment(self, at: int) -> list[Edit]:
        """The comment after a value that ends at a place of the text."""
        found = _AFTER.match(self.text, at)
        if not self.comment or not found:
            return []
        if not found[2]:
            return [Edit(at, at, f" # {self.comment}")]
        own, mark, last = found[2].rpartition("# ")
        if mark and _was_put(last.strip(), self.comment):
            start = found.start(2) + len(own) + len(mark)
            return [Edit(start, start + len(last.rstrip()), self.comment)]
        stop = found.start(2) + len(found[2].rstrip())
        return [Edit(stop, stop, f" # {self.comment}")]

    def _block(self, path: Path, column: int) -> str:
        """Keys on lines of their own, the first one without its indent."""
        if not path:
            return written(self.told) + (f" # {self.comment}" if self.comment else "")
        first, rest = path[0], path[1:]
        if isinstance(first, int):
            return f"- {self._block(rest, column + 2)}"
        if not rest:
            return f"{_key(first)}: {self._block(rest, column)}"
        deeper = column if isinstance(rest[0], int) else column + self.step
        return f"{_key(first)}:{self.newline}{' ' * deeper}{self._block(rest, deeper)}"


def written(told: Any) -> str:
    """A value as YAML writes it on one line.

    >>> written(0.00001), written("no"), written([1, 4.0]), written(date(2026, 10, 31))
    ('0.00001', '"no"', '[1, 4]', '2026-10-31')
    """
    if isinstance(told, list | tuple):
        return f"[{', '.join(map(written, told))}]"
    if isinstance(told, Mapping):
        inside = (f"{_key(str(key))}: {written(one)}" for key, one in told.items())
        return f"{{{', '.join(inside)}}}"
    return _scalar(told)


def _scalar(told: Any) -> str:
    if isinstance(told, bool):
        return "true" if told else "false"
    if isinstance(told, Integral | Real):
        return str(int(told)) if isinstance(told, Integral) else decimal(float(told))
    if isinstance(told, date):
        return told.isoformat()
    if isinstance(told, str):
        return _text(told)
    raise TypeError(f"{type(told).__name__} is no value of a YAML file")


def decimal(number: float) -> str:
    """A number with a point and no exponent, and no decimals when it is whole.

    >>> decimal(0.1), decimal(60.0), decimal(1e-7)
    ('0.1', '60', '0.0000001')
    """
    if not math.isfinite(number):
        raise ValueError(f"{number} is no number of a file")
    text = format(Decimal(repr(float(number))), "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def _flow_part(path: Path, told: Any) -> str:
    """An entry of a map or list within brackets."""
    first, rest = path[0], path[1:]
    return _flow(rest, told) if isinstance(first, int) else f"{_key(first)}: {_flow(rest, told)}"


def _flow(path: Path, told: Any) -> str:
    if not path:
        return written(told)
    inside = _flow_part(path, told)
    return f"[{inside}]" if isinstance(path[0], int) else f"{{{inside}}}"


def _key(name: str) -> str:
    """A key, in quotes when YAML would read another text, or a number of more than four digits."""
    if re.fullmatch(r"[1-9][0-9]{3}", name):  # a year
        return name
    return (
        name
        if _reads(f"{name}: 0", {name: 0}) and _reads(f"{{{name}: 0}}", {name: 0})
        else (_quoted(name))
    )


def _text(told: str) -> str:
    plain = _reads(f"k: {told}", {"k": told}) and _reads(
        f"{{k: {told}, z: 0}}", {"k": told, "z": 0}
    )
    return told if plain else _quoted(told)


def _reads(text: str, expected: Mapping[str, Any]) -> bool:
    """Whether YAML reads a line as it should."""
    if not text.isprintable():
        return False
    try:
        return bool(yaml.safe_load(text) == expected)
    except (yaml.YAMLError, ValueError):
        return False


def _quoted(told: str) -> str:
    return str(yaml.safe_dump(told, default_style='"', allow_unicode=True, width=math.inf)).rstrip()


def _was_put(old: str, new: str) -> bool:
    """Whether a comment was put here before: the same one, or like it a source and its day."""
    return old == new or all(map(_DATED.fullmatch, (old, new)))


def _outer_flow(root: yaml.Node | None, path: Path) -> yaml.CollectionNode | None:
    """The outermost braces that hold what stands at a path; None in block style."""
    node = root
    for part in path:
        if isinstance(node, yaml.CollectionNode) and node.flow_style:
            return node
        found = None if node is None else _step(node, part)
        node = found[1] if found else None
    return None


def _comment_put_after(text: str, node: yaml.Node | None) -> list[Edit]:
    """Take away the comment that was put after some braces; a person's own stays."""
    found = _AFTER.match(text, int(node.end_mark.index)) if node else None
    if not found or not found[2]:
        return []
    own, mark, last = found[2].rpartition("#")
    if not mark or not _DATED.fullmatch(last.strip()):
        return []
    start = found.start(2) + len(own.rstrip()) if own.strip() else found.start()
    return [Edit(start, found.end(), "")]


def _check_place(node: yaml.Node, part: str | int) -> None:
    """Refuse a key of what is no map, or an entry that does not follow the last of a list."""
    if isinstance(node, yaml.MappingNode):
        return
    if isinstance(node, yaml.SequenceNode) and part == len(node.value):
        return
    raise Uneditable(part)


def _indent(root: yaml.Node | None) -> int:
    """The indent of the first map on lines within another."""
    if isinstance(root, yaml.MappingNode) and not root.flow_style:
        for key, held in root.value:
            if isinstance(held, yaml.MappingNode) and not held.flow_style and held.value:
                return int(_column(held) - key.start_mark.column)
    return STEP


def _column(node: yaml.CollectionNode) -> int:
    first = node.value[0][0] if isinstance(node, yaml.MappingNode) else node
    return int(first.start_mark.column)


# ── what is taken away ───────────────────────────────────────────────────────────────────────────


def _removal(text: str, root: yaml.Node, path: Path) -> list[Edit]:
    """The edits that take away a path, from the highest map or list that it leaves empty."""
    nodes = [root]
    for part in path:
        found = _step(nodes[-1], part)
        assert found is not None
        nodes.append(found[1])
    depth = len(path) - 1
    while depth > 0 and len(_held(nodes[depth])) == 1 and isinstance(path[depth - 1], str):
        depth -= 1
    holder, node = nodes[depth], nodes[depth + 1]
    entries = [_span(text, one) for one in _held(holder)]
    place = next(number for number, one in enumerate(_held(holder)) if one[1] is node)
    if isinstance(holder, yaml.CollectionNode) and holder.flow_style:
        return _out_of_flow(text, entries, place)
    start, stop = entries[place]
    line = max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1
    if text[line:start].strip():  # after the dash of a list
        if place + 1 < len(entries):
            return [Edit(start, entries[place + 1][0], "")]
        return [Edit(start, stop, "{}")]
    at = line_end(text, stop)
    after = re.compile(r"\r\n|\r|\n").match(text, at)
    return [Edit(line, after.end() if after else at, "")]


def _held(node: yaml.Node) -> list[tuple[yaml.Node | None, yaml.Node]]:
    if isinstance(node, yaml.MappingNode):
        return list(node.value)
    return [(None, one) for one in node.value] if isinstance(node, yaml.SequenceNode) else []


def _span(text: str, entry: tuple[yaml.Node | None, yaml.Node]) -> tuple[int, int]:
    """Where an entry begins, its dash included, and ends."""
    key, held = entry
    if key is not None:
        return int(key.start_mark.index), max(int(key.end_mark.index), end(held))
    start = int(held.start_mark.index)
    dash = re.search(r"-[ \t]*$", text[:start])
    return (dash.start() if dash else start), end(held)


def _out_of_flow(text: str, entries: list[tuple[int, int]], place: int) -> list[Edit]:
    """An entry within brackets, with the comma that parted it from its neighbour."""
    start, stop = entries[place]
    if len(entries) == 1:
        return [Edit(start, stop, "")]
    gap = (stop, entries[1][0]) if place == 0 else (entries[place - 1][1], start)
    between = text[slice(*gap)]
    if "#" not in between:
        return [Edit(min(start, gap[0]), max(stop, gap[1]), "")]
    comma = re.sub(r"#[^\r\n]*", lambda found: " " * len(found[0]), between).index(",") + gap[0]
    return [Edit(comma, comma + 1, ""), Edit(start, stop, "")]


# ── what a file says ─────────────────────────────────────────────────────────────────────────────


def _is(node: yaml.Node, told: Any) -> bool:
    """Whether a node says a value, as the workspace reads it."""
    if isinstance(told, list | tuple):
        same = isinstance(node, yaml.SequenceNode) and len(node.value) == len(told)
        return same and all(map(_is, node.value, told))
    if isinstance(told, Mapping):
        found = {str(key): pair(node, str(key)) for key in told}
        same = isinstance(node, yaml.MappingNode) and len(node.value) == len(told)
        return same and all(
            held is not None and _is(held[1], told[key])
            for key, held in zip(told, found.values(), strict=True)
        )
    if not isinstance(node, yaml.ScalarNode):
        return False
    sort = node.tag.removeprefix(_TAG)
    if isinstance(told, str):
        return sort == "str" and bool(node.value == told)
    kinds: dict[str, Any] = {"bool": Boolean(), "date": Day(), "number": Number()}
    allowed = {
        "bool": ("bool", "str"),
        "date": ("timestamp", "str"),
        "number": ("int", "float", "str"),
    }
    name = "bool" if isinstance(told, bool) else "date" if isinstance(told, date) else "number"
    try:
        return sort in allowed[name] and bool(kinds[name].read(str(node.value)) == told)
    except Bad:
        return False


def _natural(node: yaml.Node) -> Any:
    if isinstance(node, yaml.MappingNode):
        return {str(key.value): _natural(held) for key, held in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_natural(one) for one in node.value]
    try:
        return yaml.constructor.SafeConstructor().construct_object(node, deep=True)
    except (yaml.YAMLError, ValueError):
        return str(node.value)


def _gather(node: yaml.Node, path: Path, text: str, found: dict[Path, str]) -> None:
    if isinstance(node, yaml.MappingNode):
        for key, held in node.value:
            _gather(held, (*path, str(key.value).strip()), text, found)
    elif isinstance(node, yaml.SequenceNode) and _holds_maps(node):
        for number, one in enumerate(node.value):
            _gather(one, (*path, number), text, found)
    elif isinstance(node, yaml.SequenceNode):
        found[path] = " ".join(text[int(node.start_mark.index) : end(node)].split())
    elif not _is_blank(node):
        found[path] = str(node.value)


def _holds_maps(node: yaml.Node) -> bool:
    if isinstance(node, yaml.SequenceNode):
        return any(map(_holds_maps, node.value))
    return isinstance(node, yaml.MappingNode)


def _tree(node: yaml.Node) -> Any:
    """What a node says, whatever its style; a blank is None."""
    if isinstance(node, yaml.MappingNode):
        return {
            (key.tag, str(key.value)): _tree(held)
            for key, held in node.value
            if isinstance(key, yaml.ScalarNode)
        }
    if isinstance(node, yaml.SequenceNode):
        return [_tree(one) for one in node.value]
    return None if _is_blank(node) else (node.tag, node.value)


def _others(root: yaml.Node | None, path: Path) -> Any:
    """What a file says beside a path."""
    return None if root is None else _pruned(root, path)


def _pruned(node: yaml.Node, path: Path) -> Any:
    """What a node says without a path, and without what the path alone would leave empty."""
    tree = _tree(node)
    if not path:
        return None
    found = _step(node, path[0])
    if found is None:
        return tree or None
    key, held = found
    kept = _pruned(held, path[1:])
    if isinstance(tree, dict) and isinstance(key, yaml.ScalarNode):
        name = (key.tag, str(key.value))
        tree = {one: told for one, told in tree.items() if one != name}
        return tree | ({name: kept} if kept else {}) or None
    number = int(path[0])
    last = number == len(tree) - 1
    return (tree[:number] + ([] if last and not kept else [kept]) + tree[number + 1 :]) or None


def _cut(node: yaml.Node, path: Path) -> Any:
    """What a node says once a path is taken away."""
    tree = _tree(node)
    found = _step(node, path[0])
    if found is None:
        return tree
    key, held = found
    if isinstance(tree, dict) and isinstance(key, yaml.ScalarNode):
        name = (key.tag, str(key.value))
        if len(path) > 1:
            return tree | {name: _cut(held, path[1:])}
        return {one: told for one, told in tree.items() if one != name}
    number = int(path[0])
    inner = [_cut(held, path[1:])] if len(path) > 1 else []
    return tree[:number] + inner + tree[number + 1 :]


def _without_blanks(tree: Any) -> Any:
    """A tree without what is empty, as the workspace reads it."""
    if isinstance(tree, dict):
        kept = {name: _without_blanks(held) for name, held in tree.items()}
        return {name: held for name, held in kept.items() if held not in (None, {}, [])} or None
    if isinstance(tree, list):
        return [_without_blanks(one) for one in tree] or None
    return tree
