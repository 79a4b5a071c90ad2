"""What a course is said to be: what the sources tell about hours."""

from django.utils.translation import gettext_lazy as _

from fagvei.courses.rules.base import Rule

DIGITAL_HOURS = Rule(
    "S38-digital",
    _("Digitale kurs har kortere nettotid, men timene teller som timene på det fysiske kurset."),
    "RegUt-enes side for leger i gammel ordning [S38]",
)
