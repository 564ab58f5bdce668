"""YAML as people write it: every value as typed, with its line; keys told twice are refused.

Nothing is built from what the file says: scalars stay text (`kinds` reads them, so `oui`,
`31/10/2026` and `0,85` mean what they do in a table), and tags and aliases are refused.
"""

from dataclasses import dataclass, field
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError, ValidationInfo, model_validator

from padlib.workspace.encodings import text_of
from padlib.workspace.faults import Findings
from padlib.workspace.kinds import Scalar
from padlib.workspace.suggestions import nearest

MAX_BYTES = 256_000
MAX_DEPTH = 12

Path = tuple[str | int, ...]

_PREFIX = "tag:yaml.org,2002:"


class Key(str):
    """A key as typed, with its path and line."""

    __slots__ = ("line", "path")
    path: Path
    line: int

    @staticmethod
    def of(path: Path, line: int) -> "Key":
        """The last name of a path, on its line."""
        key = Key(path[-1])
        key.path, key.line = path, line
        return key


@dataclass
class Document:
    """A YAML map as nested dicts, lists and `Scalar` texts; a blank value is left out."""

    values: dict[str, Any]
    lines: dict[Path, int] = field(default_factory=dict)

    def line(self, path: Path) -> int | None:
        """The line of a key or entry, or of the nearest thing that holds it."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.lines:
                return self.lines[path[:length]]
        return None


def read(content: bytes, findings: Findings) -> Document | None:
    """The map in a YAML file; None, with a fault, when it cannot be read at all."""
    if len(content) > MAX_BYTES:
        findings.fault(None, None, "yaml_long", limit=MAX_BYTES // 1000)
        return None
    text = text_of(content, findings)
    if text is None:
        return None
    root = _composed(text, findings)
    document = Document({})
    if isinstance(root, yaml.MappingNode):
        document.values = _map(root, (), document, findings)
    elif root is not None:
        findings.fault(1, None, "yaml_map")
    return None if findings.faults and not document.values else document


def _composed(text: str, findings: Findings) -> yaml.Node | None:
    """The tree of a YAML text; None when it is blank, or with a fault."""
    try:
        return yaml.compose(text, Loader=Loader)
    except AliasError as error:
        findings.fault(error.line, None, "yaml_alias")
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        findings.fault(mark.line + 1 if mark else None, None, "yaml_syntax")
    except (yaml.YAMLError, RecursionError, ValueError):
        findings.fault(None, None, "yaml_syntax")
    return None


class AliasError(yaml.YAMLError):
    """A file that names one of its parts to say it again."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


class Loader(yaml.SafeLoader):
    """Composes nodes; an alias (`*name`) is refused before it can multiply what it stands for."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            alias: yaml.Event = self.peek_event()  # type: ignore[no-untyped-call]
            mark = alias.start_mark
            raise AliasError(mark.line + 1 if mark else 1)
        return super().compose_node(parent, index)


def _value(node: yaml.Node, path: Path, document: Document, findings: Findings) -> Any:
    if len(path) > MAX_DEPTH:
        findings.fault(_line(node), dotted(path), "yaml_deep")
        return None
    if isinstance(node, yaml.MappingNode):
        return _map(node, path, document, findings)
    if isinstance(node, yaml.SequenceNode):
        return _list(node, path, document, findings)
    if not node.tag.startswith(_PREFIX):
        findings.fault(_line(node), dotted(path), "yaml_tag", found=node.tag)
        return None
    read_as = node.tag.removeprefix(_PREFIX)
    return None if read_as == "null" else Scalar.of(str(node.value), read_as)


def _list(node: yaml.SequenceNode, path: Path, document: Document, findings: Findings) -> list[Any]:
    entries = []
    for number, entry in enumerate(node.value):
        document.lines[(*path, number)] = _line(entry)
        entries.append(_value(entry, (*path, number), document, findings))
    return entries


def _map(
    node: yaml.MappingNode, path: Path, document: Document, findings: Findings
) -> dict[str, Any]:
    held: dict[str, Any] = {}
    seen: dict[str, int] = {}  # whatever their case: ids are read in any
    for key_node, value_node in node.value:
        line = _line(key_node)
        if not isinstance(key_node, yaml.ScalarNode):
            findings.fault(line, dotted(path) or None, "yaml_key")
            continue
        key = str(key_node.value).strip()
        here = (*path, key)
        if (first := seen.get(key.casefold())) is not None:
            findings.fault(line, dotted(here), "key_twice", lines=[first, line], found=key)
            continue
        seen[key.casefold()] = document.lines[here] = line
        value = _value(value_node, here, document, findings)
        if value is not None:
            held[Key.of(here, line)] = value
    return held


def dotted(path: Path) -> str:
    """A key with its path, as messages write it: `campaigns.2026.from`, `recruitment_plan[2]`."""
    text = ""
    for part in path:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


class Keys(BaseModel):
    """A map whose keys are known. Unknown ones are left out, and told to `Findings` as warnings."""

    model_config = ConfigDict(frozen=True, populate_by_name=False)

    @model_validator(mode="before")
    @classmethod
    def _known_keys(cls, values: Any, info: ValidationInfo) -> Any:
        if not isinstance(values, dict) or not isinstance(info.context, Findings):
            return values
        known = [field.alias or name for name, field in cls.model_fields.items()]
        for key in values:
            if key not in known and isinstance(key, Key):
                close = nearest(key, known)
                info.context.warn("unknown_key", key.line, dotted(key.path), nearest=close)
        return {key: value for key, value in values.items() if key in known}


Model = TypeVar("Model", bound=Keys)


def validated(model: type[Model], document: Document, findings: Findings) -> Model | None:
    """The document as a model; None with its faults, each on the line of its key."""
    try:
        return model.model_validate(document.values, context=findings)
    except ValidationError as error:
        for one in error.errors(include_url=False):
            path = tuple(part for part in one["loc"] if part != "[key]")
            code, values = _told(one["type"], one.get("ctx", {}))
            line = document.line(path)
            findings.fault(line, dotted(path) or None, code, **values)
        return None


def _told(kind: str, context: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Our code for a pydantic error."""
    if kind == "padlib":
        return str(context["code"]), dict(context["values"])
    if kind == "missing":
        return "key_missing", {}
    if kind in ("list_type", "tuple_type"):
        return "yaml_list", {}
    return "yaml_map", {}
