"""Furnish the house: find the files of the content packs, check them all, load them from the ground floor up."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fagvei.common.packs import Change, Item, ItemRefused, Kind, PackFile, PackRefused, Problem
from fagvei.common.refusal import Refusal
from fagvei.courses.loaders import KINDS as COURSES
from fagvei.crosswalk.loaders import KINDS as CROSSWALK
from fagvei.curriculum.loaders import KINDS as CURRICULUM
from fagvei.guideline.loaders import KINDS as GUIDELINE
from fagvei.handbook import actions as handbook
from fagvei.handbook.loaders import KINDS as HANDBOOK
from fagvei.handbook.models import ContentFile
from fagvei.organisations.loaders import KINDS as ORGANISATIONS
from fagvei.training.loaders.assessment_forms import KINDS as TRAINING

CONTENT = Path(__file__).resolve().parent.parent / "content"
# Examples are for people who import; they are no pack.
NOT_PACKS = {"examples"}
KINDS: tuple[Kind, ...] = (*ORGANISATIONS, *HANDBOOK, *CURRICULUM, *GUIDELINE, *TRAINING, *COURSES, *CROSSWALK)


@dataclass(frozen=True)
class Loading:
    """One file, ready: its kind and its items in their shape."""

    file: PackFile
    kind: Kind
    items: list[tuple[Item, Any]]

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.file.content).hexdigest()


@dataclass
class Report:
    """What a run did, or would do."""

    changes: list[Change] = field(default_factory=list)

    def counts(self) -> dict[str, Counter]:
        table: dict[str, Counter] = {kind.name: Counter() for kind in KINDS}
        for change in self.changes:
            table[change.kind][change.state] += 1
        return {name: counter for name, counter in table.items() if counter}

    @property
    def has_changes(self) -> bool:
        return any(change.state != "unchanged" for change in self.changes)


class ChangedMeanwhile(Refusal):
    code = "changed_meanwhile"
    message = gettext_lazy("Innholdet er endret siden forskjellene ble vist. Kjør kommandoen på nytt.")


def packs(root: Path = CONTENT) -> list[str]:
    return sorted(path.name for path in root.iterdir() if path.is_dir() and path.name not in NOT_PACKS)


def prepare(*, only: str | None = None, root: Path = CONTENT) -> list[Loading]:
    """Read and check every file, in loading order. PackRefused names every problem with file and line."""
    kinds = {kind.name: kind for kind in KINDS}
    order = {kind.name: position for position, kind in enumerate(KINDS)}
    problems: list[Problem] = []
    loadings = []
    for name in [only] if only else packs(root):
        for path in sorted((root / name).glob("*.json")):
            file = PackFile(path, f"{name}/{path.name}")
            kind = kinds.get(file.kind)
            if kind is None:
                problems.append(Problem(file.name, 1, _("Ingen rom kjenner denne typen fil.")))
                continue
            loadings.append(_checked(file, kind, problems))
    _refuse_doubles(loadings, problems)
    if problems:
        raise PackRefused(problems)
    return sorted(loadings, key=lambda loading: (order[loading.kind.name], loading.file.name))


def _checked(file: PackFile, kind: Kind, problems: list[Problem]) -> Loading:
    items = []
    try:
        for item in file.items():
            try:
                items.append((item, item.parsed(kind.schema)))
            except PackRefused as refusal:
                problems += refusal.problems
    except PackRefused as refusal:
        problems += refusal.problems
    return Loading(file, kind, items)


def _refuse_doubles(loadings: list[Loading], problems: list[Problem]) -> None:
    seen: dict[tuple[str, str], Item] = {}
    for loading in loadings:
        for item, entry in loading.items:
            key = (loading.kind.name, loading.kind.key(entry))
            if first := seen.get(key):
                sentence = _("«%(key)s» står allerede i %(file)s, linje %(line)s.")
                values = {"key": key[1], "file": first.file, "line": first.line}
                problems.append(item.problem(sentence % values))
            seen.setdefault(key, item)


@transaction.atomic
def load(
    loadings: list[Loading],
    *,
    by: Any = None,
    dry_run: bool = False,
    expected: Report | None = None,
    step: Callable[[], Any] = lambda: None,
) -> Report:
    """Load all or nothing. A dry run does the same and takes everything back.

    `expected` is a report that somebody has agreed to: when the outcome differs, nothing is loaded.
    """
    report = Report()
    problems: list[Problem] = []
    for kind in KINDS:
        of_kind = [loading for loading in loadings if loading.kind is kind]
        for loading in of_kind:
            changes = _load_file(loading, by, problems, step)
            report.changes += changes
            _note_file(loading, changes, by)
        if of_kind and kind.finish and not problems:
            report.changes += kind.finish([entry for loading in of_kind for _item, entry in loading.items], by=by)
    if problems:
        raise PackRefused(problems)
    if expected is not None and report.changes != expected.changes:
        raise ChangedMeanwhile
    if dry_run:
        transaction.set_rollback(True)
    return report


def _load_file(loading: Loading, by: Any, problems: list[Problem], step: Callable[[], Any]) -> list[Change]:
    changes = []
    for item, entry in loading.items:
        try:
            changes.append(loading.kind.load(entry, by=by))
        except ItemRefused as refusal:
            problems.append(item.problem(str(refusal), *filter(None, [refusal.field_name])))
        except Refusal as refusal:
            problems.append(item.problem(str(refusal)))
        step()
    return changes


def _note_file(loading: Loading, changes: Iterable[Change], by: Any) -> None:
    row = ContentFile.objects.filter(path=loading.file.name).first()
    if row is None or row.digest != loading.digest:
        handbook.note_content_file(
            path=loading.file.name,
            digest=loading.digest,
            items=len(loading.items),
            counts=dict(Counter(change.state for change in changes)),
            by=by,
        )
