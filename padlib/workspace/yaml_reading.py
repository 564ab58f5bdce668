"""Values of a YAML map read by their kinds, every fault on its line and none hiding another."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from padlib.workspace import yaml_files
from padlib.workspace.faults import Findings
from padlib.workspace.kinds import Bad, Kind, Number, is_not_applicable
from padlib.workspace.suggestions import nearest
from padlib.workspace.yaml_files import Document, Key, Path


class Reading:
    """Values of a document by their path, each fault on its line."""

    def __init__(self, document: Document, findings: Findings) -> None:
        self.document = document
        self.findings = findings

    def fault(self, path: Path, code: str, **values: Any) -> None:
        """Note something to mend at a key."""
        self.findings.fault(self.line(path), yaml_files.dotted(path), code, **values)

    def warn(self, path: Path, code: str, **values: Any) -> None:
        """Note something that the reader should know of a key."""
        self.findings.warn(code, self.line(path), yaml_files.dotted(path), **values)

    def has_fault(self, path: Path) -> bool:
        """Whether a key has a fault already."""
        place = (self.line(path), yaml_files.dotted(path))
        return any((fault.line, fault.column) == place for fault in self.findings.faults)

    def line(self, path: Path) -> int | None:
        """The line of a key, or of the nearest thing that holds it."""
        return self.document.line(path)

    def known(self, told: Mapping[str, Any], keys: Iterable[str]) -> None:
        """Warn of the keys that nothing reads."""
        keys = tuple(keys)
        for key in told:
            if key not in keys and isinstance(key, Key):
                close = nearest(key, keys)
                place = yaml_files.dotted(key.path)
                self.findings.warn("unknown_key", key.line, place, nearest=close)

    def value(self, path: Path, kind: Kind, told: Any) -> Any:
        """A value as its kind reads it; None, with a fault, when it cannot be."""
        try:
            if told is None:
                raise Bad("empty")
            if isinstance(kind, Number) and _looks_grouped(kind, told):
                self.warn(path, "grouped", found=str(told))
            return kind.read(told)
        except Bad as bad:
            self.fault(path, bad.code, **bad.values)
            return None

    def fields(
        self,
        path: Path,
        told: Mapping[str, Any],
        kinds: Mapping[str, Kind],
        required: Iterable[str] = (),
    ) -> dict[str, Any]:
        """The values of a map by their kinds: those that it has and that can be read.

        A required key that lacks is a fault, a key that has no kind a warning.
        """
        self.known(told, kinds)
        for name in required:
            if _is_unknown(told.get(name)):
                self.fault((*path, name), "key_missing")
        read = {
            name: self.value((*path, name), kind, told[name])
            for name, kind in kinds.items()
            if name in told and not _is_unknown(told[name])
        }
        return {name: value for name, value in read.items() if value is not None}

    def at(self, path: Path) -> Any:
        """What stands at a path, None when nothing does."""
        told: Any = self.document.values
        for part in path:
            if isinstance(part, int) and isinstance(told, list):
                told = told[part]
            else:
                told = told.get(part) if isinstance(told, dict) else None
        return told

    def map(self, path: Path) -> dict[str, Any]:
        """The map at a path; empty when there is none, with a fault when it is something else."""
        told = self.at(path)
        if told is not None and not isinstance(told, dict):
            self.fault(path, "yaml_map")
        return told if isinstance(told, dict) else {}

    def entries(self, path: Path, empty: str = "") -> Iterator[tuple[int, Any]]:
        """The entries of a list that hold something, with their number.

        `empty` is the code of the fault that an empty list is, if it is one.
        """
        told = self.at(path)
        if told is None or told == []:
            if empty:
                self.fault(path, empty)
        elif not isinstance(told, list):
            self.fault(path, "yaml_list")
        else:
            yield from ((number, one) for number, one in enumerate(told) if one is not None)

    def maps(self, path: Path, empty: str = "") -> Iterator[tuple[int, dict[str, Any]]]:
        """The entries of a list of maps, with their number."""
        for number, one in self.entries(path, empty):
            if isinstance(one, dict):
                yield number, one
            else:
                self.fault((*path, number), "yaml_map")


def _is_unknown(told: Any) -> bool:
    """Whether a value is blank or `NA`, which mean the same but in answers."""
    return told is None or (isinstance(told, str) and is_not_applicable(told))


def _looks_grouped(kind: Number, told: Any) -> bool:
    """Whether a count or an amount may have meant thousands: `20,000` reads as 20."""
    unbounded = kind.high is None and kind.low == 0
    return unbounded and Number(0, whole=True).looks_grouped(told)
