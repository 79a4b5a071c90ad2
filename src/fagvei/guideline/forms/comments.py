"""What a reader sends without telling who it is, and what an owner answers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fagvei.common import clock
from fagvei.common.forms import FagveiForm, TextField
from fagvei.guideline.models import CommentEvent, UnitComment

Kind, Shows = CommentEvent.Kind, UnitComment.Shows
EXCERPT = 60


class CommentForm(FagveiForm):
    """`website` is a trap: people do not see it, programs fill it in. `notice` is asked of those who are logged in.

    It has no answer beforehand: who wants to be nobody shall not have to find a box to untick.
    """

    kind = forms.ChoiceField(
        label=_("Hva gjelder det?"),
        choices=[
            (UnitComment.Kind.ERROR.value, _("Noe er feil i innholdet")),
            (UnitComment.Kind.COMMENT.value, _("Jeg har en kommentar")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg om det er en feil eller en kommentar.")},
    )
    text = TextField(
        label=_("Hva er feil, eller hva mener du?"),
        long=True,
        help_text=_(
            "Oppgi gjerne hvor du vet det fra. Ikke skriv navn på noen, ikke ditt eget heller, og ikke pasientopplysninger."
        ),
        error_messages={"required": _("Skriv hva som er feil, eller hva du mener.")},
    )
    notice = forms.ChoiceField(
        label=_("Vil du ha varsel i Fagvei?"),
        choices=[
            ("yes", _("Ja, si fra når noen spør om mer eller svarer")),
            ("no", _("Nei, jeg følger innspillet med lenken")),
        ],
        widget=forms.RadioSelect,
        help_text=_(
            "Sier du ja, husker vi at innspillet er ditt til teksten slettes, eller til du sier stopp. "
            "De som svarer, ser det ikke."
        ),
        error_messages={"required": _("Velg om du vil ha varsel.")},
    )
    website = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, is_known: bool, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if not is_known:
            del self.fields["notice"]

    @property
    def wants_notice(self) -> bool:
        return self.cleaned_data.get("notice") == "yes"

    @property
    def is_from_a_program(self) -> bool:
        return bool(self.data.get("website"))


class MoreForm(FagveiForm):
    text = TextField(
        label=_("Svaret ditt"),
        long=True,
        help_text=_("Ikke skriv navn på noen, og ikke pasientopplysninger."),
        error_messages={"required": _("Skriv svaret ditt.")},
    )


class CommentAnswerForm(FagveiForm):
    """What the state of the comment allows, the form offers."""

    NAMES = {
        Kind.ASKED: _("Spør avsenderen om mer"),
        Kind.ACCEPTED: _("Ta det til følge i en ny versjon"),
        Kind.DECLINED: _("Ikke ta det til følge"),
        Kind.DUPLICATE: _("Meldt før"),
        Kind.REOPENED: _("Åpne igjen"),
    }

    to = forms.ChoiceField(
        label=_("Hva skjer med innspillet?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Velg hva som skjer med innspillet.")},
    )
    answer = TextField(
        label=_("Svar"),
        long=True,
        required=False,
        help_text=_("Avsenderen leser svaret på kvitteringssiden. Ikke skriv hvem du tror har skrevet."),
    )
    shows = forms.ChoiceField(
        label=_("Vis på anbefalingens side, for alle"),
        choices=[
            (Shows.NOTHING.value, _("Ingenting")),
            (Shows.ANSWER.value, _("Bare svaret")),
            (Shows.BOTH.value, _("Innspillet og svaret. Se etter at innspillet ikke nevner noen.")),
        ],
        initial=Shows.NOTHING.value,
        widget=forms.RadioSelect,
        required=False,
    )
    duplicate_of = forms.ChoiceField(label=_("Meldt før i"), required=False)

    def __init__(self, *args: Any, comment: UnitComment, others: list[UnitComment], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.others = {str(other.public_id): other for other in others}
        offered = self._offered(comment)
        to = self.fields["to"]
        to.choices = [(kind.value, self.NAMES[kind]) for kind in offered]  # type: ignore[attr-defined]
        if Kind.DUPLICATE in offered:
            named = [(key, _name(other)) for key, other in self.others.items()]
            self.fields["duplicate_of"].choices = [("", _("velg innspillet")), *named]  # type: ignore[attr-defined]
        else:
            del self.fields["duplicate_of"]
        if not comment.is_open:
            del self.fields["shows"]

    def _offered(self, comment: UnitComment) -> list[CommentEvent.Kind]:
        if not comment.is_open:
            return [Kind.REOPENED]
        asks = [Kind.ASKED] if comment.state == UnitComment.State.RECEIVED else []
        return [*asks, Kind.ACCEPTED, Kind.DECLINED, *([Kind.DUPLICATE] if self.others else [])]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("to") == Kind.DUPLICATE and not data.get("duplicate_of"):
            self.add_error("duplicate_of", _("Velg innspillet som sa det først."))
        return data

    @property
    def content(self) -> dict[str, Any]:
        """What the verb takes."""
        to, data = self.cleaned_data["to"], self.cleaned_data
        more: dict[str, Any] = {}
        if to in {Kind.ACCEPTED, Kind.DECLINED}:
            more = {"shows": data.get("shows") or Shows.NOTHING}
        if to == Kind.DUPLICATE:
            more = {"duplicate_of": self.others[data["duplicate_of"]]}
        return {"answer": data["answer"], **more}


def _name(comment: UnitComment) -> str:
    day = comment.created_at.astimezone(clock.OSLO)
    text = comment.text if len(comment.text) <= EXCERPT else comment.text[:EXCERPT] + " …"
    return f"{day:%d.%m.%Y}: {text or comment.get_kind_display()}"
