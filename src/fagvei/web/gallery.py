"""/stilguide/: every component in its states, so that people and axe can look at all of them. Demo only."""

import datetime as dt

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from fagvei.common.forms import DateField, FagveiForm, TextField, UploadField


class EverythingForm(FagveiForm):
    """One field of each kind."""

    title = TextField(label="Tittel", help_text="Kort, uten pasientopplysninger.")
    happened_on = DateField(label="Når", required=False)
    kind = forms.ChoiceField(label="Type", choices=[("", "Velg"), ("course", "Kurs"), ("procedure", "Prosedyre")])
    verdict = forms.ChoiceField(
        label="Uttalelse",
        widget=forms.RadioSelect,
        choices=[("yes", "Anbefaler godkjenning"), ("no", "Anbefaler ikke ennå")],
        help_text="Uttalelsen vises for legen.",
    )
    goals = forms.MultipleChoiceField(
        label="Mål",
        widget=forms.CheckboxSelectMultiple,
        choices=[("RUS-032", "RUS-032"), ("RUS-006", "RUS-006")],
        required=False,
    )
    reflection = TextField(label="Kort refleksjon", long=True, required=False)
    attachment = UploadField(label="Vedlegg", required=False, help_text="PDF, PNG eller JPEG, høyst 10 MB.")
    is_read = forms.BooleanField(label="Jeg har lest kravet")


@login_not_required
@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    if not settings.FAGVEI_DEMO:
        raise Http404
    day = dt.date(2027, 5, 3)
    return render(
        request,
        "web/gallery.html",
        {
            "form": EverythingForm(),
            "broken_form": EverythingForm({"title": "", "happened_on": "i går"}, auto_id="broken_%s"),
            "day": day,
            "page": Paginator(range(95), 20).page(2),
            "events": [
                {"at": day, "who": "Siri Dahl", "what": "Signerte aktiviteten", "url": "/stilguide/", "text": ""},
                {
                    "at": day,
                    "who": "Anna Berg",
                    "what": "Sendte aktiviteten",
                    "url": "",
                    "text": "Vurderte abstinens\nsammen med vakten.",
                },
            ],
        },
    )
