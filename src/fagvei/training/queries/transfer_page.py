"""What was brought, for the pages: reports with their items, and the series the leader goes through."""

from dataclasses import dataclass

from fagvei.people.models import User
from fagvei.training.models import TransferDecision, TransferredItem, TransferReport


@dataclass(frozen=True)
class ItemRow:
    item: TransferredItem
    decision: TransferDecision | None

    @property
    def state(self) -> str:
        return self.decision.verdict if self.decision else "waiting"


@dataclass(frozen=True)
class ReportRow:
    report: TransferReport
    items: list[ItemRow]

    @property
    def waiting(self) -> list[ItemRow]:
        return [row for row in self.items if row.state == "waiting"]

    @property
    def confirmed(self) -> list[ItemRow]:
        return [row for row in self.items if row.state == TransferDecision.Verdict.CONFIRMED]

    @property
    def is_decided_about(self) -> bool:
        return any(row.decision for row in self.items)


def reports_of(doctor: User) -> list[ReportRow]:
    """Newest first. Three queries."""
    reports = list(TransferReport.objects.filter(doctor=doctor).select_related("uploaded_by").order_by("-at", "-pk"))
    return [ReportRow(report, rows) for report, rows in zip(reports, _items_of(reports), strict=True)]


def report_row(report: TransferReport) -> ReportRow:
    return ReportRow(report, _items_of([report])[0])


def _items_of(reports: list[TransferReport]) -> list[list[ItemRow]]:
    items = (
        TransferredItem.objects.filter(report__in=reports)
        .select_related("activity")
        .prefetch_related("goals__goal")
        .order_by("report", "line", "pk")
    )
    decisions: dict[int, TransferDecision] = {}
    made = TransferDecision.objects.filter(item__report__in=reports).select_related("by", "plan_activity")
    for decision in made.order_by("pk"):
        decisions[decision.item_id] = decision
    found: dict[int, list[ItemRow]] = {report.pk: [] for report in reports}
    for item in items:
        found[item.report_id].append(ItemRow(item, decisions.get(item.pk)))
    return list(found.values())


def next_to_decide(item: TransferredItem) -> TransferredItem | None:
    """The one after this that waits, else the first that waits; None when nothing does."""
    waiting = list(TransferredItem.objects.undecided().filter(report_id=item.report_id).order_by("line", "pk"))
    later = [each for each in waiting if (each.line, each.pk) > (item.line, item.pk)]
    others = [each for each in waiting if each.pk != item.pk]
    return next(iter([*later, *others]), None)


def place_in_series(item: TransferredItem) -> tuple[int, int]:
    """ "2 av 5": which of the report's items this is."""
    ids = list(
        TransferredItem.objects.filter(report_id=item.report_id).order_by("line", "pk").values_list("pk", flat=True)
    )
    return ids.index(item.pk) + 1, len(ids)
