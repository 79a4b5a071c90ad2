"""Rules for passwords whose sentences Django 5.2 has lost in its bokmål catalogue."""

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import gettext as _


class LongEnough(MinimumLengthValidator):
    def get_error_message(self) -> str:
        return _("Passordet er for kort. Det må ha minst %(number)d tegn.") % {"number": self.min_length}

    def get_help_text(self) -> str:
        return _("Passordet må ha minst %(number)d tegn. En setning er lettere å huske enn et ord.") % {
            "number": self.min_length
        }
