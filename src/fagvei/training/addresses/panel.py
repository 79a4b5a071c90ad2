"""The assessment panel."""

from django.urls import path

from fagvei.training.views import panel

urlpatterns = [
    path("evalueringskollegier/", panel.panels, name="panels"),
    path("leger/<uuid:public_id>/evalueringskollegium/", panel.call_panel, name="call_panel"),
    path("evalueringskollegier/<uuid:public_id>/", panel.panel, name="panel"),
    path("evalueringskollegier/<uuid:public_id>/mal/", panel.add_panel_goal, name="add_panel_goal"),
    path("evalueringskollegier/<uuid:public_id>/orientert/", panel.tell_doctor, name="tell_doctor_of_panel"),
    path("evalueringskollegier/<uuid:public_id>/hold/", panel.hold_panel, name="hold_panel"),
    path("evalueringskollegier/<uuid:public_id>/avlys/", panel.cancel_panel, name="cancel_panel"),
]
