"""The pages of allauth that exist here, under Norwegian addresses and with allauth's own names.

Nobody signs up, changes e-mail or logs in by a mailed code, so those pages have no address at all.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import path, re_path

from fagvei.people.views import login

urlpatterns = [
    path("logg-inn/", login.login, name="account_login"),
    path("logg-inn/kode/", mfa.authenticate, name="mfa_authenticate"),
    path("logg-inn/passnokkel/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path("logg-ut/", login.logout, name="account_logout"),
    path("konto/stengt/", account.account_inactive, name="account_inactive"),
    path("konto/bekreft/", account.reauthenticate, name="account_reauthenticate"),
    path("konto/bekreft/kode/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("konto/bekreft/passnokkel/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("konto/passord/", account.password_change, name="account_change_password"),
    path("konto/passord/nytt/", account.password_set, name="account_set_password"),
    path("konto/glemt-passord/", account.password_reset, name="account_reset_password"),
    path("konto/glemt-passord/sendt/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^konto/glemt-passord/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "konto/glemt-passord/ferdig/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("konto/2fa/", mfa.index, name="mfa_index"),
    path("konto/2fa/app/", totp.activate_totp, name="mfa_activate_totp"),
    path("konto/2fa/app/fjern/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("konto/2fa/reservekoder/", recovery_codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("konto/2fa/reservekoder/nye/", recovery_codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path(
        "konto/2fa/reservekoder/last-ned/",
        recovery_codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("konto/2fa/nokler/", webauthn.list_webauthn, name="mfa_list_webauthn"),
    path("konto/2fa/nokler/ny/", webauthn.add_webauthn, name="mfa_add_webauthn"),
    path("konto/2fa/nokler/<int:pk>/navn/", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
    path("konto/2fa/nokler/<int:pk>/fjern/", webauthn.remove_webauthn, name="mfa_remove_webauthn"),
]
