"""What the rules say no to, and who can mend it."""

from django.utils.translation import gettext_lazy as _

from fagvei.common.refusal import Refusal


class OwnersOnly(Refusal):
    code = "owners_only"
    message = _("Bare en retningslinjeeier kan gjøre dette.")


class ReviewersOnly(Refusal):
    code = "reviewers_only"
    message = _("Bare en klinisk kvalitetssikrer kan gjøre dette.")


class AuthorCannotApprove(Refusal):
    code = "author_cannot_approve"
    message = _(
        "Du har skrevet i denne versjonen og kan ikke godkjenne den. En annen klinisk kvalitetssikrer må gjøre det."
    )


class MoveNotAllowed(Refusal):
    code = "move_not_allowed"
    message = _("Versjonen kan ikke flyttes dit fra der den er nå. Åpne den på nytt og se hva som er gjort.")


class ReasonMissing(Refusal):
    code = "reason_missing"
    message = _("Skriv hvorfor, så leseren kan forstå endringen.")


class CommentMissing(Refusal):
    code = "comment_missing"
    message = _("Skriv hva som må rettes, så retningslinjeeieren kan gjøre det.")


class NothingChanged(Refusal):
    code = "nothing_changed"
    message = _("Teksten er den samme som før. Endre den, eller velg «gjennomgått, uendret».")


class SomethingChanged(Refusal):
    code = "something_changed"
    message = _("Teksten er endret. Velg «endret», eller la den stå som den var.")


class SourcesMissing(Refusal):
    code = "sources_missing"
    message = _("Oppgi minst én kilde. Uten kilde kan ikke teksten vises.")


class RoundIsOpen(Refusal):
    code = "round_is_open"
    message = _("En konsensusrunde om denne teksten er åpen. Lukk den først, eller vent til den lukkes av seg selv.")


class DraftIsOpen(Refusal):
    code = "draft_is_open"
    message = _("En ny versjon er alt under arbeid. Fortsett på den.")


class ChangedSinceRead(Refusal):
    code = "changed_since_read"
    message = _("Teksten er endret siden du leste den. Les den på nytt før du godkjenner.")


class NumberAdded(Refusal):
    code = "number_added"
    message = _("Teksten har et tall som anbefalingen ikke nevner. Ta det ut, eller skriv det på en annen måte.")


class RecommendationChanged(Refusal):
    code = "recommendation_changed"
    message = _("Anbefalingen sier noe annet nå enn da teksten ble skrevet. Les den på nytt og skriv utkastet om.")
