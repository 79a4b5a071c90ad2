"""A course certificate as a digital badge, and the keys that sign them."""

import uuid

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from fagvei.common.permissions import NotAllowed, Permission
from fagvei.courses.access import get_attendance_for
from fagvei.interop.export.badge_keys import badge_keys
from fagvei.interop.export.open_badge import CONTENT_TYPE, open_badge


class BadgeAnnulled(NotAllowed):
    message = _("Oppmøtet er annullert, så det gis ikke noe merke for det.")


@require_safe
def badge(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The doctor's own, signed. Without a key there is none."""
    found = get_attendance_for(request.user, public_id, Permission.EXPORT)
    keys = badge_keys()
    if not keys:
        raise Http404
    if found.annulled_at is not None:
        raise BadgeAnnulled
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
