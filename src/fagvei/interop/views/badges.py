"""A course certificate as a digital badge, and the keys that sign them."""

import uuid

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from fagvei.common.permissions import NotAllowed, Permission
from fagvei.courses.access import get_attendance_for
from fagvei.courses.queries.badges import list_in_use
from fagvei.interop.export.badge_check import check_badge as judge
from fagvei.interop.export.badge_keys import badge_keys
from fagvei.interop.export.badge_status import KEPT_FOR, status_list
from fagvei.interop.export.jws import CONTENT_TYPE
from fagvei.interop.export.open_badge import open_badge
from fagvei.interop.forms import BadgeForm


class BadgeAnnulled(NotAllowed):
    message = _("Oppmøtet er annullert, så det gis ikke noe merke for det.")


class CertificateWithdrawn(NotAllowed):
    message = _("Kursbeviset er trukket tilbake, så det gis ikke noe merke for det.")


@require_safe
def badge(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The doctor's own, signed. Without a key there is none."""
    found = get_attendance_for(request.user, public_id, Permission.EXPORT)
    keys = badge_keys()
    if not keys:
        raise Http404
    if found.annulled_at is not None:
        raise BadgeAnnulled
    if found.withdrawn_at is not None:
        raise CertificateWithdrawn
    answer = HttpResponse(open_badge(found, keys[0]), content_type=CONTENT_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="kursmerke-{found.run.ends_on}.jwt"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@login_not_required
@require_safe
def keys_of_badges(request: HttpRequest) -> HttpResponse:
    """Which keys are ours, so that whoever has verified a badge can see who signed it."""
    keys = [{"id": key.did, "signs": number == 0} for number, key in enumerate(badge_keys())]
    return JsonResponse({"keys": keys})


@login_not_required
@require_safe
def badge_status(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Numbers, the same for everybody, to be kept for a while: whoever asks does not say about which badge."""
    signer = next((each for each in badge_keys() if each.did == f"did:key:{key}"), None)
    if signer is None or number > list_in_use():
        raise Http404
    answer = HttpResponse(status_list(number, signer), content_type=CONTENT_TYPE)
    answer["Cache-Control"] = f"public, max-age={int(KEPT_FOR.total_seconds())}"
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def check_badge(request: HttpRequest) -> HttpResponse:
    """Anybody may paste a badge. Nothing is kept of it."""
    form = BadgeForm(request.POST or None)
    is_sent = request.method == "POST" and form.is_valid()
    context = {"form": form, "is_sent": is_sent, "verdict": judge(form.cleaned_data["badge"]) if is_sent else None}
    status = 422 if request.method == "POST" and not is_sent else 200
    return render(request, "interop/check_badge.html", context, status=status)
