"""The guideline in plain language. An approved text keeps its address for ever."""

from django.urls import path

from fagvei.guideline.views import plain_texts

UNIT = "retningslinjer/<slug:slug>/anbefalinger/<slug:code>/klarsprak/"
TEXT = f"{UNIT}<int:number>/"

urlpatterns = [
    path("retningslinjer/<slug:slug>/klarsprak/", plain_texts.plain_language, name="plain_language"),
    path(f"{UNIT}skriv/", plain_texts.write_plain_text, name="write_plain_text"),
    path(TEXT, plain_texts.plain_text, name="plain_text"),
    path(f"{TEXT}send/", plain_texts.send_plain_text, name="send_plain_text"),
    path(f"{TEXT}godkjenn/", plain_texts.approve_plain_text, name="approve_plain_text"),
    path(f"{TEXT}returner/", plain_texts.return_plain_text, name="return_plain_text"),
    path(f"{TEXT}trekk-tilbake/", plain_texts.withdraw_plain_text, name="withdraw_plain_text"),
]
