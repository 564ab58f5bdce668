"""Signing a joint plan: what both sides signed is kept in the plan's own file, as digests.

The file is changed where it must be and nowhere else: its comments, its order and every other line
stay as they were typed.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from padlib.core import joint_plan
from padlib.core.joint_plan import DRAFT, PROPOSED, SIGNED, JointPlan
from padlib.workspace import business_plans, saving
from padlib.workspace.facts import Limits
from padlib.workspace.faults import Fault, Findings, WorkspaceError, sentence
from padlib.workspace.opening import open_client
from padlib.workspace.yaml_edits import Edit, applied, decoded, end, line_end, newline_of, pair

_AS_NUMBER = re.compile(r"[0-9]+(e[0-9]+)?")  # digits that YAML would take for a number
_PLAIN_KEY = re.compile(r"[A-Za-z][\w.-]*", re.ASCII)  # that YAML reads as it stands
_WIDTH = 100
_UNSIGNED = {
    "vendor.name": "lacks_name_vendor",
    "vendor.date": "lacks_date_vendor",
    "partner.name": "lacks_name_partner",
    "partner.date": "lacks_date_partner",
}


class NotSigned(WorkspaceError):
    """A plan that lacks something that both signatories must have before them."""

    def __init__(self, file: str, plan: JointPlan, language: str = "fr") -> None:
        self.file, self.plan, self.language = file, plan, language
        super().__init__(file, plan.missing, language)

    def text(self, language: str | None = None, limit: int | None = None) -> str:  # noqa: ARG002
        """Everything that lacks, in the words of the template."""
        told = language or self.language
        head = sentence(
            Fault(self.file, None, None, "sign_lacks", {"count": len(self.plan.missing)}), told
        )
        lines = (lacking(field, self.plan, told) for field in self.plan.missing)
        return "\n".join([head, *(f"  {line}" for line in lines)])


@dataclass(frozen=True)
class Signed:
    """What signing wrote: the file, where the version before is, what became of it."""

    file: Path
    kept: Path | None  # None when nothing had to be written
    entries: int  # that the signatures cover
    renewed: tuple[str, ...]  # entries whose digest is new or another
    status: str


def lacking(field: str, plan: JointPlan, language: str) -> str:
    """A required field that lacks, in words.

    Parameters
    ----------
    field : str
        As `JointPlan.missing` names it.
    """
    section, _, name = field.partition(".")
    template = business_plans.template()
    titles = {one["id"]: one["title"] for one in template["sections"]}
    told: dict[str, Any] = {"section": titles[section], "name": name}
    code = "lacks_field"
    if section == "objectives":
        found = plan.objectives.loc[name]
        told["label"] = {tongue: found[f"title_{tongue}"] for tongue in ("fr", "en")}
    elif section == "commitments":
        found = plan.commitments.loc[name.removesuffix(".due_date")]
        told["label"] = {tongue: found[f"text_{tongue}"] for tongue in ("fr", "en")}
        code = "lacks_due"
    elif section == "signatures":
        code = _UNSIGNED[name]
    else:
        fields = next(one["fields"] for one in template["sections"] if one["id"] == section)
        told["label"] = next(one["label"] for one in fields if one["id"] == name)
    spoken = {
        key: value[language] if isinstance(value, Mapping) else value for key, value in told.items()
    }
    return sentence(Fault("", None, None, code, spoken), language)


def sign(
    client: str, partner: str, year: int | None = None, data: str | Path | None = None
) -> Signed:
    """Keep in a plan's file what both sides have signed; a draft or proposed plan becomes signed.

    Signing again after an amendment renews the digests of what it changed. The version before is
    kept in the year's `.backup/`.

    Raises
    ------
    InputFaults
        With what is wrong in the file: a signed entry that was changed without an amendment too.
    MissingInput, UnknownName
        If there is no such plan, client or partner.
    NotSigned
        If a signature, its date or a required field lacks.
    NotWritten
        If the file changed meanwhile, or cannot be written.
    """
    folder = open_client(client, year, data, partner=partner)
    plan = folder.business_plan()
    key = f"{folder.year}/{business_plans.FOLDER}/{folder.partner_id}.yml"
    name = f"{folder.id}/{key}"
    if plan.missing:
        raise NotSigned(name, plan, folder.language)
    before = saving.version(folder.path / key)
    status = SIGNED if plan.status in (DRAFT, PROPOSED) else plan.status
    named = (folder.partner_id, folder.year)
    entries = joint_plan.signed_entries(business_plans.signed_content(before.content or b"", named))
    digests = joint_plan.digests(entries)
    after, old = _edited(before.content or b"", status, digests)
    if not _holds(after, named, entries):
        raise saving.NotWritten(name, "not_signable", folder.language)
    kept = saving.save(before, after, name, folder.language)
    renewed = sorted(one for one in {*digests, *old} if digests.get(one) != old.get(one))
    return Signed(before.path, kept, len(digests), tuple(renewed), status)


def _holds(content: bytes, named: tuple[str, int], entries: Mapping[str, Any]) -> bool:
    """Whether what is to be written is a signed plan that says what the plan said."""
    findings = Findings("")
    plan = business_plans.read(content, named, Limits(named[1], None, date.max), findings)
    told = joint_plan.signed_entries(business_plans.signed_content(content, named))
    return plan is not None and plan.is_signed and plan.digested and told == entries


# ── the file ─────────────────────────────────────────────────────────────────────────────────────


def _edited(
    content: bytes, status: str, digests: Mapping[str, str]
) -> tuple[bytes, dict[str, str]]:
    """The file with its status and digests, and the digests that it had."""
    text, encoding = decoded(content)
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    assert isinstance(root, yaml.MappingNode)  # it was read as a plan
    newline = newline_of(text)
    old = _digests_in(root)
    edits = [_status_edit(root, status, newline)]
    if old != digests:
        edits.append(_digest_edit(root, text, digests, newline))
    return applied(text, (one for one in edits if one)).encode(encoding), old


def _digests_in(root: yaml.Node) -> dict[str, str]:
    signatures = pair(root, "signatures")
    told = pair(signatures[1], "digest") if signatures else None
    if told is None or not isinstance(told[1], yaml.MappingNode):
        return {}
    return {str(key.value): str(value.value).strip().casefold() for key, value in told[1].value}


def _status_edit(root: yaml.MappingNode, status: str, newline: str) -> Edit | None:
    found = pair(root, "status")
    if found is not None:
        _, value = found
        if isinstance(value, yaml.ScalarNode) and str(value.value).strip().casefold() == status:
            return None
        blank = value.start_mark.index == value.end_mark.index  # `status:` and nothing after it
        space = " " if blank else ""
        return Edit(value.start_mark.index, value.end_mark.index, space + status)
    first = root.value[0][0].start_mark
    if root.flow_style:
        return Edit(first.index, first.index, f"status: {status}, ")
    return Edit(first.index, first.index, f"status: {status}{newline}{' ' * first.column}")


def _digest_edit(
    root: yaml.MappingNode, text: str, digests: Mapping[str, str], newline: str
) -> Edit:
    found = pair(root, "signatures")
    assert found is not None and isinstance(found[1], yaml.MappingNode)  # both dates are told
    signatures = found[1]
    column = signatures.value[0][0].start_mark.column
    told = pair(signatures, "digest")
    if told is not None:
        key, value = told
        written = _written(digests, key.start_mark.column, newline)
        space = " " if value.start_mark.index == value.end_mark.index else ""  # `digest:` alone
        return Edit(value.start_mark.index, end(value), space + written)
    last = end(signatures.value[-1][1])
    if signatures.flow_style:
        written = _written(digests, found[0].start_mark.column, newline)
        return Edit(last, last, f", digest: {written}")
    at = line_end(text, last)
    line = f"{newline}{' ' * column}digest: {_written(digests, column, newline)}"
    return Edit(at, at, line)


def _written(digests: Mapping[str, str], column: int, newline: str) -> str:
    """The digests as a map on lines of a readable length."""
    lines, line = [], ""
    for name, digest in digests.items():
        shown = f'"{digest}"' if _AS_NUMBER.fullmatch(digest) else digest
        key = name if _PLAIN_KEY.fullmatch(name) else json.dumps(name, ensure_ascii=False)
        one = f"{key}: {shown}, "
        if line and len(line) + len(one) > _WIDTH:
            lines.append(line.rstrip())
            line = ""
        line += one
    lines.append(line.rstrip().rstrip(","))
    between = f"{newline}{' ' * (column + 2)}"
    return "{" + between.join(lines) + "}"
