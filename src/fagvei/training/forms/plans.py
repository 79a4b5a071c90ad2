"""Assign a plan, and put it away."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from fagvei.common.forms import FagveiForm, TextField
from fagvei.organisations.models import Specialty
from fagvei.training.forms.fields import ObjectField
from fagvei.training.models.plans import PART_1_PLAN


class Part1:
    """The choice beside the specialties: a doctor in part 1 has chosen none."""

    public_id = "del-1"

    def __str__(self) -> str:
        return str(PART_1_PLAN)


class AssignPlanForm(FagveiForm):
    specialty = ObjectField(
        label=_("Spesialitet eller del 1"),
        help_text=_(
            "Planen får læringsmålene i første del, felles kompetansemål og spesialitetens egne mål. En lege i del 1 får "
            "målene i del 1, og tar med seg det som er gjort, når en plan i en spesialitet tildeles."
        ),
        error_messages={"required": _("Velg hvilken spesialitet planen gjelder, eller del 1.")},
    )

    def __init__(self, *args: Any, specialties: Iterable[Specialty], offers_part_1: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        offered = [*([Part1()] if offers_part_1 else []), *specialties]
        self.fields["specialty"].offer(offered, empty=_("Velg"))  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Specialty | None:
        """None is part 1."""
        chosen = self.cleaned_data["specialty"]
        return None if isinstance(chosen, Part1) else chosen


class ArchivePlanForm(FagveiForm):
    reason = TextField(
        label=_("Hvorfor arkiveres planen?"),
        help_text=_("Legen ser begrunnelsen."),
        error_messages={"required": _("Skriv hvorfor planen arkiveres.")},
    )
