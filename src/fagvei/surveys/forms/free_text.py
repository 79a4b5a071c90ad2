"""Why a text is hidden or shown again."""

from django.utils.translation import gettext_lazy as _

from fagvei.common.forms import FagveiForm, TextField

MISSING = _("Skriv hvorfor, så de som leser rapporten forstår det.")


class HideForm(FagveiForm):
    reason = TextField(
        label=_("Hvorfor"),
        max_length=300,
        help_text=_("Står i rapporten i stedet for teksten. Ikke gjenta det som skal skjules."),
        error_messages={"required": MISSING},
    )


class ShowForm(FagveiForm):
    reason = TextField(
        label=_("Hvorfor"),
        max_length=300,
        help_text=_("Står i historikken her."),
        error_messages={"required": MISSING},
    )
