from django.urls import path

from fagvei.interop import views

app_name = "interop"
urlpatterns = [
    path("min-utdanning/eksport/", views.export, name="export"),
]
