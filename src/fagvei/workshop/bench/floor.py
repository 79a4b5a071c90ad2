"""The floor: what a page would cost that asks one question and shows the answer as a plain table. For comparison only."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path
from django.views.decorators.http import require_safe

from fagvei.training.models import PlanGoal

PAGE = engines["django"].from_string(
    "<!doctype html><html lang=nb><title>Gulv</title><table>"
    "{% for code, name, state, since, waiting_on in rows %}"
    "<tr><td>{{ code }}<td>{{ name }}<td>{{ state }}<td>{{ since }}<td>{{ waiting_on }}"
    "{% endfor %}</table></html>"
)


@login_not_required
@require_safe
def floor(request: HttpRequest, rows: int) -> HttpResponse:
    goals = PlanGoal.objects.order_by("pk").values_list(
        "goal__code", "revision__name", "state", "since", "waiting_on__full_name"
    )
    return HttpResponse(PAGE.render({"rows": goals[:rows]}, request))


# The bench puts this in front of the addresses of the house; nobody else does.
urlpatterns = [path("gulv/<int:rows>/", floor), path("", include(settings.ROOT_URLCONF))]
