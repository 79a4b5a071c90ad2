"""The filters of the plan page, and what each leaves."""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from fagvei.training.models import PlanGoal
from fagvei.training.queries.plan_page import Group, PlanPage, SetProgress


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter of the goals, with the number it leaves."""

    key: str
    label: str
    count: int
    is_chosen: bool
    url: str


FILTERS: dict[str, Any] = {
    "alle": lambda row: True,
    "gjenstar": lambda row: row.is_lacking,
    "mangler-uttalelse": lambda row: row.lacks_opinion,
    "uten-aktivitet": lambda row: row.activities == 0 and row.is_lacking,
    "uten-plan": lambda row: not row.half_year and row.is_lacking,
    "til-godkjenning": lambda row: row.state == PlanGoal.State.SENT,
    "godkjent": lambda row: row.is_approved,
    "del-1": lambda row: row.is_carried_on,
}


def chips(page: PlanPage, chosen: str, search: str = "") -> list[Chip]:
    labels = {
        "alle": _("Alle"), "gjenstar": _("Gjenstår"), "mangler-uttalelse": _("Mangler uttalelse"),
        "uten-aktivitet": _("Uten aktivitet"), "uten-plan": _("Uten plan"),
        "til-godkjenning": _("Til godkjenning"), "godkjent": _("Godkjent"), "del-1": _("Ført videre fra del 1"),
    }  # fmt: skip
    kept = {"sok": search} if search else {}
    found = [
        Chip(key, labels[key], sum(map(keeps, page.rows)), key == chosen, "?" + urlencode({"vis": key, **kept}))
        for key, keeps in FILTERS.items()
    ]
    return [chip for chip in found if chip.count or chip.is_chosen or chip.key != "del-1"]


def narrow(page: PlanPage, chosen: str, search: str) -> list[SetProgress]:
    """The sets with the rows that the filter and the search leave; empty groups go, numbers stay those of all."""
    keeps, wanted = FILTERS[chosen], search.casefold()
    narrowed = []
    for each in page.sets:
        groups = [
            Group(group.name, rows, group.approved, group.total)
            for group in each.groups
            if (rows := [row for row in group.rows if keeps(row) and wanted in f"{row.code} {row.title}".casefold()])
        ]
        narrowed.append(replace(each, groups=groups))
    return narrowed
