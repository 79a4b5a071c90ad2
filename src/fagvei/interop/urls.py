from django.urls import path

from fagvei.interop import views
from fagvei.interop.api import urls as api_urls

app_name = "interop"
urlpatterns = [
    path("min-utdanning/eksport/", views.export, name="export"),
    path("tjenestebekreftelse/<uuid:public_id>/pdf/", views.certificate, name="certificate"),
    path("kursbevis/<uuid:public_id>/pdf/", views.course_certificate, name="course_certificate"),
    path("api/v1/", api_urls),
]
