"""How many seats are for each region first: a number for each, and the reason."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fagvei.common.forms import FagveiForm, TextField
from fagvei.courses.forms.runs import MOST_SEATS


class ReservesForm(FagveiForm):
    reason = TextField(
        label=_("Begrunnelse"),
        help_text=_("Kunngjøres sammen med kurset."),
        error_messages={"required": _("Skriv hvorfor. Begrunnelsen kunngjøres sammen med kurset.")},
    )

    def __init__(self, *args: Any, regions: dict[str, str], standing: dict[str, int], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.regions = list(regions)
        for code, name in regions.items():
            self.fields[code] = forms.IntegerField(
                label=_("Plasser for %(region)s først") % {"region": name},
                min_value=0,
                max_value=MOST_SEATS,
                required=False,
                initial=standing.get(code, 0),
                error_messages={"invalid": _("Skriv et helt tall.")},
            )
        self.order_fields([*regions, "reason"])

    @property
    def reserves(self) -> dict[str, int]:
        return {code: self.cleaned_data[code] or 0 for code in self.regions}
