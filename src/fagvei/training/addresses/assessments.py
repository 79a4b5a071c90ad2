"""Assessments, local forms, rounds of 360 degrees, and what a link opens."""

from django.urls import path

from fagvei.training.views import assessment_forms, assessments, links, multisource

urlpatterns = [
    path("min-utdanning/vurderinger/", assessments.my_assessments, name="my_assessments"),
    path("min-utdanning/vurderinger/ny/", assessments.ask_assessment, name="ask_assessment"),
    path("min-utdanning/vurderinger/360/ny/", multisource.propose_round, name="propose_round"),
    path("vurderinger/ny/", assessments.start_assessment, name="start_assessment"),
    path("vurderinger/<uuid:public_id>/", assessments.assessment, name="assessment"),
    path("vurderinger/<uuid:public_id>/svar/", assessments.answer_assessment, name="answer_assessment"),
    path("vurderinger/<uuid:public_id>/avsla/", assessments.decline_assessment, name="decline_assessment"),
    path("vurderinger/<uuid:public_id>/trekk/", assessments.withdraw_assessment, name="withdraw_assessment"),
    path("vurderinger/<uuid:public_id>/send-pa-nytt/", assessments.invite_again, name="invite_again"),
    path("vurderinger/<uuid:public_id>/annuller/", assessments.annul_assessment, name="annul_assessment"),
    path("vurderinger/<uuid:public_id>/bekreft/", assessments.vouch_for_assessor, name="vouch_for_assessor"),
    path("vurderinger/<uuid:public_id>/bekreft-ikke/", assessments.refuse_assessor, name="refuse_assessor"),
    path("runder/<uuid:public_id>/", multisource.multisource_round, name="multisource_round"),
    path("runder/<uuid:public_id>/trekk/", multisource.withdraw_round, name="withdraw_round"),
    path("runder/<uuid:public_id>/apne/", multisource.open_round, name="open_round"),
    path("runder/<uuid:public_id>/returner/", multisource.return_round, name="return_round"),
    path("runder/<uuid:public_id>/lukk/", multisource.close_round, name="close_round"),
    path("runder/<uuid:public_id>/les/", multisource.read_result, name="read_result"),
    path("runder/<uuid:public_id>/gi-til-legen/", multisource.release_result, name="release_result"),
    path("vurderingsskjemaer/", assessment_forms.assessment_forms, name="assessment_forms"),
    path("vurderingsskjemaer/nytt/", assessment_forms.new_assessment_form, name="new_assessment_form"),
    path("vurderingsskjemaer/<uuid:public_id>/", assessment_forms.assessment_form, name="assessment_form"),
    path(
        "vurderingsskjemaer/<uuid:public_id>/ny-versjon/",
        assessment_forms.change_assessment_form,
        name="change_assessment_form",
    ),
    path(
        "vurderingsskjemaer/<uuid:public_id>/ta-ut/",
        assessment_forms.retire_assessment_form,
        name="retire_assessment_form",
    ),
    path("svar/<str:token>/", links.invited, name="invited"),
    path("svar/<str:token>/signer/", links.sign_by_link, name="sign_by_link"),
    path("svar/<str:token>/avsla/", links.decline_by_link, name="decline_by_link"),
]
