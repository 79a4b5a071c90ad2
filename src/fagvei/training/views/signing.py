"""The supervisor's series: one activity fills the screen, with all that the signature vouches for (T-28)."""

import uuid
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from fagvei.common.answers import perform_once
from fagvei.common.permissions import Permission
from fagvei.people.queries import circle_of
from fagvei.training import access, actions, forms, queries
from fagvei.training.models import PlanActivity
from fagvei.training.queries.activity_page import activity_page
from fagvei.training.views.activities import activity_context
from fagvei.training.views.requests import SignedInRequest
from fagvei.training.views.steps import activity_status

MOST_IN_SERIES = 20


class Series:
    """Where one is: whose activities, which were skipped, how many it began with. Public ids and a number, nothing else."""

    def __init__(self, values: Any, doctor_id: uuid.UUID | None = None):
        self.doctor_id = doctor_id or _uuid(values.get("lege", ""))
        self.skipped = [each for part in values.get("hopp", "").split(",")[:MOST_IN_SERIES] if (each := _uuid(part))]
        total = values.get("antall", "")
        self.total = min(int(total), MOST_IN_SERIES) if total.isdecimal() and len(total) < 4 else 0

    def url(self, *, also_skip: uuid.UUID | None = None, again: bool = False) -> str:
        skipped = [] if again else [*self.skipped, *([also_skip] if also_skip else [])]
        query = {"antall": self.total} if self.total and not again else {}
        if skipped:
            query["hopp"] = ",".join(map(str, skipped))  # type: ignore[assignment]
        address = reverse("training:sign_series", args=[self.doctor_id] if self.doctor_id else [])
        return f"{address}?{urlencode(query)}" if query else address

    def hidden(self) -> list[tuple[str, str]]:
        """The fields that lead to the next one after signing."""
        fields = {
            "serie": "ja",
            "lege": str(self.doctor_id or ""),
            "antall": str(self.total),
            "hopp": ",".join(map(str, self.skipped)),
        }
        return list(fields.items())


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


@require_safe
def sign_series(request: SignedInRequest, public_id: uuid.UUID | None = None) -> HttpResponse:
    waiting = queries.activities_to_sign(circle_of(request.user)).order_by("since", "pk")
    if public_id is not None:
        waiting = waiting.filter(doctor=access.get_doctor_to_sign_for(request.user, public_id))
    series = Series(request.GET, public_id)
    left = list(waiting.exclude(public_id__in=series.skipped)[:MOST_IN_SERIES])
    series.total = max(series.total, len(left) + len(series.skipped))
    if not left:
        again = {"page": None, "skipped": len(series.skipped), "again_url": series.url(again=True)}
        return render(request, "training/sign_series.html", again)
    access.log_series(request.user, left[:1])
    page = activity_page(left[0], request.user)
    context = activity_context(
        request,
        page,
        series=series.hidden(),
        status=activity_status(page, request.user),
        number=series.total - len(left) + 1,
        total=series.total,
        skip_url=series.url(also_skip=page.activity.public_id),
    )
    return render(request, "training/sign_series.html", context)


@require_POST
def sign_activity(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    found = access.get_activity_for(request.user, public_id, Permission.SIGN)
    form = forms.SignActivityForm(request.POST)

    def perform() -> str:
        signed = form.cleaned_data
        actions.sign_activity(
            plan_activity=found, by=request.user, comment=signed["comment"], seen_digest=signed["seen_digest"]
        )
        messages.success(request, _("«%(title)s» er signert.") % {"title": found.title})
        return _next_address(request, found)

    return _answer(request, found, form, "sign_form", perform)


@require_POST
def return_activity(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    found = access.get_activity_for(request.user, public_id, Permission.SIGN)
    form = forms.ReturnActivityForm(request.POST)

    def perform() -> str:
        actions.return_activity(plan_activity=found, comment=form.cleaned_data["comment"], by=request.user)
        messages.success(request, _("«%(title)s» er returnert med kommentaren din.") % {"title": found.title})
        return _next_address(request, found)

    return _answer(request, found, form, "return_form", perform)


def _next_address(request: SignedInRequest, found: PlanActivity) -> str:
    return Series(request.POST).url() if request.POST.get("serie") else found.get_absolute_url()


def _answer(request: SignedInRequest, found: PlanActivity, form: Any, name: str, perform: Any) -> HttpResponse:
    """Refused, the activity is shown as it is now, with the sentence; the form keeps the words but takes the new digest."""
    if (address := perform_once(request, form, perform)) is not None:
        return HttpResponseRedirect(address)
    page = activity_page(found, request.user)
    series = Series(request.POST).hidden() if request.POST.get("serie") else []
    if name == "sign_form":
        form.data = form.data.copy()
        form.data["seen_digest"] = page.digest
    context = activity_context(request, page, series=series, **{name: form})
    return render(request, "training/activity.html", context)
