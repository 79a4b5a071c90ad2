"""Related documents as the guideline wrote about them, and as they stand now. A fixed number of questions."""

from dataclasses import dataclass

from django.db.models import Prefetch

from fagvei.common import clock
from fagvei.guideline.models import Guideline, RelatedDocument, RelationCheck
from fagvei.guideline.rules.review import CHECK_AFTER, is_stale

Status = RelationCheck.Status
# What the guideline says about such a document no longer holds as it stands.
CHANGED = frozenset({Status.REPLACED, Status.PARTLY_REPLACED, Status.UNDER_REVISION})


@dataclass
class DocumentLine:
    document: RelatedDocument
    now: RelationCheck | None

    @property
    def is_changed(self) -> bool:
        return self.now is not None and self.now.status in CHANGED

    @property
    def is_unknown(self) -> bool:
        return self.now is None or self.now.status == Status.UNKNOWN

    @property
    def is_stale(self) -> bool:
        return self.now is None or is_stale(self.now.checked_on, clock.today())

    @property
    def needs_a_look(self) -> bool:
        return self.is_changed or self.is_unknown or self.is_stale


@dataclass
class DocumentsPage:
    guideline: Guideline
    lines: list[DocumentLine]

    @property
    def named(self) -> list[DocumentLine]:
        return [line for line in self.lines if line.document.scope == RelatedDocument.Scope.NAMED]

    @property
    def newer(self) -> list[DocumentLine]:
        return [line for line in self.lines if line.document.scope == RelatedDocument.Scope.NEWER]

    @property
    def foreign(self) -> list[DocumentLine]:
        """Compared with, not checked: what they say stands beside what the guideline says."""
        return [line for line in self.lines if line.document.scope == RelatedDocument.Scope.FOREIGN]

    @property
    def to_look_at(self) -> list[DocumentLine]:
        return [line for line in [*self.named, *self.newer] if line.needs_a_look]

    @property
    def check_rule(self) -> str:
        return f"{CHECK_AFTER.sentence} {CHECK_AFTER.source}"


def documents_page(guideline: Guideline) -> DocumentsPage:
    return DocumentsPage(guideline, document_lines(guideline))


def document_lines(guideline: Guideline) -> list[DocumentLine]:
    newest_last = RelationCheck.objects.order_by("checked_on", "pk")
    rows = guideline.documents.order_by("position").prefetch_related(Prefetch("checks", queryset=newest_last))
    return [DocumentLine(row, next(reversed(row.checks.all()), None)) for row in rows]


def mentioned_in(text: str, lines: list[DocumentLine]) -> list[DocumentLine]:
    """Documents whose number stands in the text."""
    return [line for line in lines if line.document.number and line.document.number in text]
