"""Addresses of service and time."""

from django.urls import path

from fagvei.training.views import service as views

urlpatterns = [
    path("min-utdanning/tjeneste/", views.my_service, name="my_service"),
    path("min-utdanning/tjeneste/ny-stilling/", views.new_employment, name="new_employment"),
    path("min-utdanning/tjeneste/ny-periode/", views.new_placement, name="new_placement"),
    path("leger/<uuid:public_id>/tjeneste/", views.service, name="service"),
    path("leger/<uuid:public_id>/bekreft-del-1/", views.confirm_part_1, name="confirm_part_1"),
    path("tjeneste/<uuid:public_id>/nytt-fravar/", views.new_absence, name="new_absence"),
    path("tjeneste/<uuid:public_id>/endre/", views.change_service, name="change_service"),
    path("tjeneste/<uuid:public_id>/send/", views.send_service, name="send_service"),
    path("tjeneste/<uuid:public_id>/kall-tilbake/", views.recall_service, name="recall_service"),
    path("tjeneste/<uuid:public_id>/bekreft/", views.confirm_service, name="confirm_service"),
    path("tjeneste/<uuid:public_id>/returner/", views.return_service, name="return_service"),
    path("tjeneste/<uuid:public_id>/annuller/", views.annul_service, name="annul_service"),
    path("tjeneste/<uuid:public_id>/sluttdato/", views.end_service, name="end_service"),
    path("tjeneste/<uuid:public_id>/teller/", views.set_counting, name="set_counting"),
    path("del-1/<uuid:public_id>/annuller/", views.annul_part_1, name="annul_part_1"),
]
