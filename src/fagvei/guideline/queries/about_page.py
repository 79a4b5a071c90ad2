"""Chapter 1, whole: what the guideline says about itself, section by section; and what strength and grade mean."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch

from fagvei.guideline.models import GroupMember, Guideline, MandateDemand, NormativeUnit, Statement, TargetGroup
from fagvei.guideline.queries.documents_page import DocumentLine, document_lines
from fagvei.guideline.queries.gradings import SchemeLine, scheme_lines, strengths


@dataclass
class AboutPage:
    guideline: Guideline
    demands: list[MandateDemand]
    groups: list[TargetGroup]
    members: list[GroupMember]
    statements: dict[str, list[Statement]]
    documents: list[DocumentLine]
    schemes: list[SchemeLine]

    @property
    def strengths(self) -> list[tuple[Any, Any]]:
        return strengths()

    @property
    def leader(self) -> GroupMember | None:
        return next((member for member in self.members if member.is_leader), None)

    @property
    def user_representatives(self) -> int:
        return sum(1 for member in self.members if member.is_user_representative)

    @property
    def source(self) -> str:
        """The page where chapter 1 was read."""
        return self.demands[0].source if self.demands else self.guideline.official_url


def about_page(guideline: Guideline) -> AboutPage:
    units = Prefetch("units", queryset=NormativeUnit.objects.select_related("chapter__guideline").order_by("position"))
    statements: dict[str, list[Statement]] = {kind: [] for kind in Statement.Kind.values}
    for statement in guideline.statements.order_by("kind", "position"):
        statements[statement.kind].append(statement)
    return AboutPage(
        guideline=guideline,
        demands=list(guideline.demands.order_by("position").prefetch_related(units)),
        groups=list(guideline.target_groups.order_by("position")),
        members=list(guideline.members.order_by("position")),
        statements=statements,
        documents=document_lines(guideline),
        schemes=scheme_lines(),
    )
