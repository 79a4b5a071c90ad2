"""What an owner writes in plain language."""

from django.utils.translation import gettext_lazy as _

from fagvei.common.forms import FagveiForm, TextField

LONGEST = 1200


class PlainTextForm(FagveiForm):
    text = TextField(
        label=_("Klarspråk"),
        long=True,
        max_length=LONGEST,
        help_text=_("Korte setninger til den det gjelder og til pårørende. Bare det anbefalingen sier."),
        error_messages={"required": _("Skriv hva anbefalingen sier, med enkle ord.")},
    )
