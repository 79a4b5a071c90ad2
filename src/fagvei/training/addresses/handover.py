"""Hand-overs, and a doctor's change of employer."""

from django.urls import path

from fagvei.training.views import handover

urlpatterns = [
    path("leger/<uuid:public_id>/overlever/veileder/", handover.hand_over, {"kind": "mentor"}, name="hand_over_mentor"),
    path(
        "leger/<uuid:public_id>/overlever/supervisor/",
        handover.hand_over,
        {"kind": "supervisor"},
        name="hand_over_supervisor",
    ),
    path("leger/<uuid:public_id>/overlever/leder/", handover.hand_over, {"kind": "leader"}, name="hand_over_leader"),
    path("overleveringer/<uuid:public_id>/", handover.handover, name="handover"),
    path("overleveringer/<uuid:public_id>/godta/", handover.consent, name="consent_to_handover"),
    path("overleveringer/<uuid:public_id>/avlys/", handover.call_off, name="call_off_handover"),
    path("arbeidsgiver/ny/", handover.ask_about_employer, name="ask_about_employer"),
    path("arbeidsgiver/<uuid:public_id>/", handover.employer_change, name="employer_change"),
    path("arbeidsgiver/<uuid:public_id>/svar/", handover.answer_employer, name="answer_employer"),
]
