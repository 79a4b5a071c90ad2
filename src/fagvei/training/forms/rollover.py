"""Which revision of a goal, and which set as a whole, the doctor is measured by."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fagvei.common.forms import FagveiForm, TextField
from fagvei.training.models import RevisionChoice, SetChoice


class ChooseRevisionForm(FagveiForm):
    kind = forms.ChoiceField(
        label=_("Valg"),
        choices=[
            (RevisionChoice.Kind.CONVERTED, _("Gå over til den nye")),
            (RevisionChoice.Kind.KEPT, _("Behold den tidligere")),
        ],
        error_messages={"required": _("Velg hva som skal gjelde."), "invalid_choice": _("Velg ett av de to.")},
    )
    reason = TextField(label=_("Begrunnelse"), required=False, help_text=_("Trengs når den tidligere beholdes."))

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["reason"].widget.attrs["rows"] = 2


class ChooseSetForm(FagveiForm):
    kind = forms.ChoiceField(
        label=_("Valg"),
        choices=[
            (SetChoice.Kind.KEPT, _("Behold settet slik det var")),
            (SetChoice.Kind.LEFT, _("Gå over til settet som gjelder")),
        ],
        error_messages={"required": _("Velg hva som skal gjelde."), "invalid_choice": _("Velg ett av de to.")},
    )
    reason = TextField(label=_("Begrunnelse"), required=False, help_text=_("Trengs når settet beholdes."))

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["reason"].widget.attrs["rows"] = 2
