"""Assign a plan, and put it away."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from fagvei.common.forms import FagveiForm, TextField
from fagvei.organisations.models import Specialty
from fagvei.training.forms.fields import ObjectField


class AssignPlanForm(FagveiForm):
    specialty = ObjectField(
        label=_("Spesialitet"),
        help_text=_("Planen får læringsmålene i første del, felles kompetansemål og spesialitetens egne mål."),
        error_messages={"required": _("Velg hvilken spesialitet planen gjelder.")},
    )

    def __init__(self, *args: Any, specialties: Iterable[Specialty], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["specialty"].offer(specialties, empty=_("Velg spesialitet"))  # type: ignore[attr-defined]


class ArchivePlanForm(FagveiForm):
    reason = TextField(
        label=_("Hvorfor arkiveres planen?"),
        help_text=_("Legen ser begrunnelsen."),
        error_messages={"required": _("Skriv hvorfor planen arkiveres.")},
    )
