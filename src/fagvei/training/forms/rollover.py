"""Which revision of a goal, and which set as a whole, the doctor is measured by."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from fagvei.common.forms import FagveiForm, TextField
from fagvei.training.models import RevisionChoice, SetChoice


class _ChoiceForm(FagveiForm):
    """To keep what was, with a reason, or to go over to what is in force."""

    kinds: ClassVar[list[tuple[str, Any]]] = []

    kind = forms.ChoiceField(
        label=_("Valg"),
        error_messages={"required": _("Velg hva som skal gjelde."), "invalid_choice": _("Velg ett av de to.")},
    )
    reason = TextField(label=_("Begrunnelse"), required=False, help_text=_("Trengs når det som var, beholdes."))

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = self.kinds  # type: ignore[attr-defined]
        self.fields["reason"].widget.attrs["rows"] = 2


class ChooseRevisionForm(_ChoiceForm):
    kinds: ClassVar = [
        (RevisionChoice.Kind.CONVERTED, _("Gå over til den nye")),
        (RevisionChoice.Kind.KEPT, _("Behold den tidligere")),
    ]


class ChooseSetForm(_ChoiceForm):
    kinds: ClassVar = [
        (SetChoice.Kind.KEPT, _("Behold settet slik det var")),
        (SetChoice.Kind.LEFT, _("Gå over til settet som gjelder")),
    ]
