"""What is typed about rounds of several hosts."""

from django.utils.translation import gettext_lazy as _

from fagvei.common.forms import FagveiForm, TextField


class AskForm(FagveiForm):
    """A button beside the run that is asked about; which one it is, the door judges."""

    run = TextField(max_length=36, error_messages={"required": _("Velg kjøringen det gjelder.")})


class RefuseJointForm(FagveiForm):
    reason = TextField(
        label=_("Begrunnelse"),
        help_text=_("RegUt-en som spurte, ser den."),
        error_messages={"required": _("Skriv hvorfor, så RegUt-en som spurte, kan gjøre noe med det.")},
    )
