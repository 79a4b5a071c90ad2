"""Applications and seats."""

from django.urls import path

from fagvei.courses.views import applications, lottery, rounds

ROUND, APPLICATION = "kursopptak/<uuid:public_id>/", "mine-kurs/soknad/<uuid:public_id>/"
OFFER, ENTRY = "mine-kurs/tilbud/<uuid:public_id>/", "mine-kurs/venteplass/<uuid:public_id>/"
urlpatterns = [
    path("mine-kurs/", applications.my_courses, name="my_courses"),
    path("leger/<uuid:public_id>/kurs-i-halvar/", applications.by_halfyear, name="by_halfyear"),
    path("mine-kurs/sok/<uuid:public_id>/", applications.apply_for_seat, name="apply"),
    path(APPLICATION, applications.application, name="application"),
    path(f"{APPLICATION}endre/", applications.change_application, name="change_application"),
    path(f"{APPLICATION}trekk/", applications.withdraw_application, name="withdraw_application"),
    path(f"{APPLICATION}trekk-andre/", applications.let_others_go, name="let_others_go"),
    path(f"{APPLICATION}samtykk/", applications.consent_to_application, name="consent_to_application"),
    path(f"{APPLICATION}ikke-samtykk/", applications.refuse_consent, name="refuse_consent"),
    path(f"{OFFER}ja/", applications.accept_offer, name="accept_offer"),
    path(f"{OFFER}nei/", applications.decline_offer, name="decline_offer"),
    path(f"{OFFER}meld-av/", applications.give_up_seat, name="give_up_seat"),
    path(f"{OFFER}trekk-tilbake/", rounds.take_back_offer, name="take_back_offer"),
    path(f"{ENTRY}forlat/", applications.leave_waiting_list, name="leave_waiting_list"),
    path(f"{ENTRY}gi-plass/", rounds.give_seat, name="give_seat"),
    path("kursopptak/", rounds.admissions, name="admissions"),
    path("kursopptak/ny/<uuid:public_id>/", rounds.open_round, name="open_round"),
    path(ROUND, rounds.round_page, name="round"),
    path(f"{ROUND}forhandsvis/", rounds.preview_seats, name="preview_seats"),
    path(f"{ROUND}frigi/", rounds.release_seats, name="release_seats"),
    path(f"{ROUND}venteliste/", rounds.waiting_list, name="waiting_list"),
    path(f"{ROUND}protokoll.json", rounds.transcript, name="transcript"),
    path(f"{ROUND}loddtrekning/", lottery.page, name="lottery"),
    path(f"{ROUND}loddtrekning.json", lottery.file, name="lottery_file"),
    path("kursopptak/gjennomforing/<uuid:public_id>/plasser/", rounds.change_seats, name="change_seats"),
]
