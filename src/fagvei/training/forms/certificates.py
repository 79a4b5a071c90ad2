"""Forms about a service certificate. What may be empty while it is written, may not be empty when it is signed."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fagvei.common.forms import FagveiForm, TextField
from fagvei.people.models import User
from fagvei.training.forms.fields import ObjectField, capital
from fagvei.training.models import ServiceCertificate


class CertificateForm(FagveiForm):
    """Section 14 names what is left out most often; the doctor's name and the periods are there already."""

    is_filter = True  # no field is marked as optional: each may wait, and none may be empty when it is signed
    content = TextField(
        label=_("Innholdet i tjenesten"), long=True, required=False, help_text=_("Oppgaver, pasientgrupper og arenaer.")
    )
    supervision = TextField(
        label=_("Supervisjon og veiledning"), long=True, required=False, help_text=_("Hvordan, hvor ofte, av hvem.")
    )
    teaching = TextField(
        label=_("Undervisning"), long=True, required=False, help_text=_("Internundervisning og egen undervisning.")
    )
    duty = TextField(
        label=_("Vakt"), long=True, required=False, help_text=_("Vaktordningen, eller at det ikke var vakt.")
    )
    satisfactory = forms.ChoiceField(
        label=_("Er tjenesten utført tilfredsstillende?"),
        choices=capital(ServiceCertificate.Satisfactory.choices),
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Velg ett av de to svarene.")},
    )

    def content_fields(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ServiceCertificate.FIELDS}


class SignCertificateForm(FagveiForm):
    """`seen_digest` is what stood on the screen: a signature holds for that and nothing else."""

    seen_digest = forms.RegexField(
        "^[0-9a-f]{64}$",
        widget=forms.HiddenInput,
        error_messages={
            "invalid": _("Åpne siden på nytt før du signerer."),
            "required": _("Åpne siden på nytt før du signerer."),
        },
    )
    basis = TextField(
        label=_("Hva bygger bekreftelsen på?"),
        long=True,
        help_text=_(
            "Du ledet ikke legen i perioden, og det står ved signaturen din. Skriv hva du har sett og hvem du har spurt."
        ),
        error_messages={"required": _("Skriv hva bekreftelsen bygger på.")},
    )

    head = ObjectField(
        label=_("Hvem signerer etter deg?"),
        help_text=_("Medisinsk ansvarlig overlege for tjenesten. Andre med rollen kan også signere."),
        error_messages={"required": _("Velg hvem som skal signere etter deg.")},
    )

    def __init__(self, *args: Any, did_not_lead: bool, heads: Iterable[User] = (), **kwargs: Any):
        """`heads` are the medically responsible consultants to choose among, when there are several."""
        super().__init__(*args, **kwargs)
        if not did_not_lead:
            del self.fields["basis"]
        if heads:
            self.fields["head"].offer(heads, empty=_("Velg"))  # type: ignore[attr-defined]
        else:
            del self.fields["head"]


class WorkplaceForm(FagveiForm):
    workplace = ObjectField(
        label=_("Arbeidssted"), error_messages={"required": _("Velg arbeidsstedet bekreftelsen gjelder.")}
    )

    leader = ObjectField(
        label=_("Leder der nå"),
        required=False,
        help_text=_("Bare når ingen av dem som ledet deg der, er leder der lenger."),
    )

    def __init__(self, *args: Any, workplaces: Any, leaders: dict[User, str], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["workplace"].offer(workplaces)  # type: ignore[attr-defined]
        if leaders:
            self.fields["leader"].offer(leaders, leaders.__getitem__, empty=_("den som ledet meg der"))  # type: ignore[attr-defined]
        else:
            del self.fields["leader"]
