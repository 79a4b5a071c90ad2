"""What the rules of new recommendations say no to, and who can mend it."""

from django.utils.translation import gettext_lazy as _

from fagvei.common.refusal import Refusal


class CodeTaken(Refusal):
    code = "code_taken"
    message = _("Koden er alt brukt. Velg en annen.")


class CodeUnclear(Refusal):
    code = "code_unclear"
    message = _("Skriv koden med store bokstaver, tall og bindestrek, for eksempel LOK-1.")


class CodeNotLocal(Refusal):
    code = "code_not_local"
    message = _("Koden må begynne med LOK-, så ingen tar teksten for retningslinjens egen.")


class ShortTextMissing(Refusal):
    code = "short_text_missing"
    message = _("Skriv først en kort tekst med egne ord. Sitatet er kildens, og står for seg selv.")


class OnlyNew(Refusal):
    code = "only_new"
    message = _("Teksten bygger ikke på noen tidligere versjon. Merk den som ny.")
