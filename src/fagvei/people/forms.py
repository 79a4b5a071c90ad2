"""Shape and language of what people type about people."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from fagvei.common import clock
from fagvei.common.forms import DateField, FagveiForm, TextField
from fagvei.organisations.models import TrainingInstitution
from fagvei.people.models import Delegation, User
from fagvei.people.roles import GIVEN_BY_ADMINISTRATOR, ROLE_CHOICES

ROLES_TO_GIVE = [(key, name) for key, name in ROLE_CHOICES if key in GIVEN_BY_ADMINISTRATOR]


class PersonField(forms.ModelChoiceField):
    """One of the people found by a search. What is offered are the hits; what is accepted is anybody in the queryset."""

    widget = forms.RadioSelect

    def __init__(self, **kwargs: Any):
        message = _("Velg en person fra søket.")
        super().__init__(
            queryset=User.objects.none(),
            to_field_name="public_id",
            empty_label=None,
            error_messages={"required": message, "invalid_choice": message},
            **kwargs,
        )

    def to_python(self, value: Any) -> User | None:
        try:
            return super().to_python(value)
        except ValidationError as error:
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice") from error

    def offer(self, hits: list[User]) -> None:
        self.choices = [(str(user.public_id), str(user)) for user in hits]


class SearchForm(FagveiForm):
    text = TextField(
        label=_("Søk etter person"),
        help_text=_("Minst tre bokstaver av navnet, eller hele HPR-nummeret. Viser inntil 20 treff."),
        max_length=100,
    )


class WhereSearchForm(SearchForm):
    """Also at another institution: a supervisor of a stay elsewhere (R20)."""

    where = forms.ModelChoiceField(
        label=_("Ved hvilken virksomhet?"),
        queryset=TrainingInstitution.objects.all(),
        to_field_name="public_id",
        empty_label=None,
        error_messages={
            "required": _("Velg en virksomhet fra listen."),
            "invalid_choice": _("Velg en virksomhet fra listen."),
        },
    )
    field_order = ["where", "text"]


class DigestForm(FagveiForm):
    digest = forms.ChoiceField(
        label=_("E-post om oppgavene dine"),
        choices=User.Digest.choices,
        help_text=_("Bare hvor mange oppgaver som venter, aldri navn eller mål."),
        error_messages={
            "required": _("Velg hvor ofte e-posten skal komme."),
            "invalid_choice": _("Velg hvor ofte e-posten skal komme."),
        },
    )


class PeriodForm(FagveiForm):
    """From a day on, and perhaps until and including another."""

    starts_on = DateField(label=_("Fra og med"), initial=clock.today)
    ends_on = DateField(label=_("Til og med"), required=False)
    field_order = ["person", "role", "kind", "doctor", "starts_on", "ends_on", "reason"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts_on and starts_on < clock.today():
            self.add_error("starts_on", _("Startdatoen kan ikke ligge i fortiden."))
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", _("Sluttdatoen må være etter startdatoen."))
        return cleaned

    @property
    def starts_at(self) -> dt.datetime:
        day = self.cleaned_data["starts_on"]
        return clock.now() if day == clock.today() else _midnight(day)

    @property
    def ends_at(self) -> dt.datetime | None:
        day = self.cleaned_data["ends_on"]
        return _midnight(day + dt.timedelta(days=1)) if day else None


class RelationForm(PeriodForm):
    person = PersonField(label=_("Person"))
    reason = TextField(label=_("Begrunnelse for byttet"), max_length=500, required=False)

    def __init__(
        self,
        *args: Any,
        candidates: QuerySet[User],
        replaces: bool,
        where: TrainingInstitution | None = None,
        not_before: dt.datetime | None = None,
        **kwargs: Any,
    ):
        """`not_before`: when the doctor's position there begins, if it has not."""
        super().__init__(*args, **kwargs)
        self.not_before = not_before
        if not_before is not None:
            self.fields["starts_on"].initial = not_before.astimezone(clock.OSLO).date()
        if where is not None:
            self.fields["where"] = forms.CharField(
                widget=forms.HiddenInput, required=False, initial=str(where.public_id), max_length=40
            )
        self.fields["person"].queryset = candidates  # type: ignore[attr-defined]
        if replaces:
            self.fields["reason"].required = True
            self.fields["reason"].error_messages["required"] = _("Skriv en kort begrunnelse for byttet.")
        else:
            del self.fields["reason"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        starts_on = cleaned.get("starts_on")
        if self.not_before is not None and starts_on and starts_on < self.not_before.astimezone(clock.OSLO).date():
            self.add_error(
                "starts_on", _("Legen begynner senere enn dette. Velg den dagen legen begynner, eller senere.")
            )
        return cleaned

    @property
    def starts_at(self) -> dt.datetime:
        return max(super().starts_at, self.not_before) if self.not_before else super().starts_at


class DelegationForm(PeriodForm):
    kind = forms.ChoiceField(
        label=_("Hva personen skal være"), choices=Delegation.Kind.choices, widget=forms.RadioSelect
    )
    person = PersonField(label=_("Person"))
    doctor = forms.ModelChoiceField(
        label=_("Gjelder"), queryset=User.objects.none(), to_field_name="public_id", required=False
    )
    ends_on = DateField(label=_("Til og med"))

    def __init__(
        self, *args: Any, candidates: QuerySet[User], doctors: QuerySet[User], as_leader: bool = True, **kwargs: Any
    ):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = candidates  # type: ignore[attr-defined]
        self.fields["doctor"].queryset = doctors  # type: ignore[attr-defined]
        self.fields["doctor"].empty_label = _("Alle legene mine")  # type: ignore[attr-defined]
        if not as_leader:
            del self.fields["doctor"]
            self.fields["kind"].choices = [(Delegation.Kind.DEPUTY.value, Delegation.Kind.DEPUTY.label)]  # type: ignore[attr-defined]

    @property
    def required_ends_at(self) -> dt.datetime:
        return _midnight(self.cleaned_data["ends_on"] + dt.timedelta(days=1))


class RoleForm(PeriodForm):
    role = forms.ChoiceField(label=_("Rolle"), choices=ROLES_TO_GIVE)


class FoundPersonForm(RoleForm):
    """A role for somebody who is in Fagvei already, perhaps from another institution."""

    person = PersonField(label=_("Person"))

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = User.objects.filter(is_active=True)  # type: ignore[attr-defined]


class ContactForm(FagveiForm):
    full_name = TextField(label=_("Fullt navn"), max_length=200)
    email = forms.EmailField(label=_("E-post"), help_text=_("Lenken for et nytt passord sendes hit."))

    def clean_email(self) -> str:
        """Lower case: that is how allauth looks it up when a password is forgotten."""
        return self.cleaned_data["email"].lower()


class NewPersonForm(RoleForm):
    full_name = TextField(label=_("Fullt navn"), max_length=200)
    username = forms.RegexField(
        label=_("Brukernavn"),
        regex=r"\A[a-z][a-z0-9._-]{1,49}\Z",
        error_messages={"invalid": _("Brukernavnet har 2–50 små bokstaver a–z, tall, punktum eller strek.")},
        help_text=_("Små bokstaver a–z, tall, punktum eller strek."),
    )
    email = forms.EmailField(
        label=_("E-post"),
        help_text=_("Personen lager passordet sitt selv, med «Glemt passord eller første gang» på innloggingssiden."),
    )
    hpr_number = forms.RegexField(
        label=_("HPR-nummer"),
        regex=r"\A[0-9]{1,9}\Z",
        required=False,
        empty_value=None,
        error_messages={"invalid": _("HPR-nummeret har inntil ni siffer.")},
    )
    field_order = ["full_name", "username", "email", "hpr_number", "role", "starts_on", "ends_on"]

    def clean_email(self) -> str:
        """Lower case: that is how allauth looks it up when a password is forgotten."""
        return self.cleaned_data["email"].lower()


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), tzinfo=clock.OSLO)


def candidates_at(institution: TrainingInstitution, role: str = "") -> QuerySet[User]:
    """Active users with a role (or this role) at the institution now or later."""
    roles: dict[str, Any] = {"role_assignments__institution": institution}
    if role:
        roles["role_assignments__role"] = role
    return User.objects.filter(is_active=True, **roles).distinct()


class IdentifyForm(FagveiForm):
    """The demo's register asks for both, and says nothing about which was wrong."""

    hpr_number = forms.RegexField(
        label=_("HPR-nummer"),
        regex=r"^[0-9]{1,9}$",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": _("Skriv HPR-nummeret."), "invalid": _("HPR-nummeret er bare sifre, høyst ni.")},
    )
    name = TextField(label=_("Navn"), error_messages={"required": _("Skriv navnet slik det står i registeret.")})
