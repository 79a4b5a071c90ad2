"""In and out. The pages themselves are allauth's, in our words."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.logout import logout as allauth_logout
from allauth.account.utils import get_next_redirect_url, perform_login
from allauth.account.views import LoginView as AllauthLoginView
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fagvei.people.demo import demo_people
from fagvei.people.models import User

# Firefox and Chromium throw away what the page may have left on a shared computer.
CLEAR_SITE_DATA = '"cache", "cookies", "storage"'


class LoginView(AllauthLoginView):
    def get_form(self, *args: Any, **kwargs: Any) -> Any:
        form = super().get_form(*args, **kwargs)
        for field in form.fields.values():
            field.widget.attrs.pop("placeholder", None)  # the label says it
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        people = demo_people() if settings.FAGVEI_DEMO else []
        return super().get_context_data(demo_people=people, **kwargs)


login = sensitive_post_parameters("password")(LoginView.as_view())


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def logout(request: HttpRequest) -> HttpResponse:
    """POST logs out and clears the browser. GET asks first: an address must not be able to log anybody out."""
    if request.method != "POST":
        return (
            render(request, "account/logout.html") if request.user.is_authenticated else redirect("people:logged_out")
        )
    next_url = get_next_redirect_url(request)
    allauth_logout(request, show_message=False)
    response = redirect(next_url or "people:logged_out")
    response["Clear-Site-Data"] = CLEAR_SITE_DATA
    return response


@login_not_required
@require_safe
def logged_out(request: HttpRequest) -> HttpResponse:
    return render(request, "people/logged_out.html")


@login_not_required
@require_POST
def demo_login(request: HttpRequest) -> HttpResponse:
    """One click instead of a password. Exists in the demo only, and for fictional people only."""
    if not settings.FAGVEI_DEMO:
        raise Http404
    user = get_object_or_404(
        User, username=request.POST.get("username", "").replace("\x00", ""), is_demo=True, is_active=True
    )
    if request.user.is_authenticated:
        allauth_logout(request, show_message=False)
    record_authentication(request, user, method="password", username=user.username)
    return perform_login(request, user, redirect_url=get_next_redirect_url(request))
