"""How a text of a mentoring session is stored: encrypted with the key of the doctor, or of the group."""

from django.db import transaction

from fagvei.audit import actions as audit
from fagvei.common import clock, sealed
from fagvei.common.patients import refuse_national_ids
from fagvei.people.models import User
from fagvei.training.models import ContentKey, MentoringSession, MentoringText


def keep_text(session: MentoringSession, kind: str, text: str, *, by: User, doctor: User | None) -> MentoringText:
    """A new version; earlier ones stay. Without a doctor it is what the whole group reads."""
    refuse_national_ids([text])  # the row holds ciphertext, which the last wall cannot read
    key = _key_of(session, doctor)
    closed = sealed.seal(key.locked_key, text)
    return MentoringText.objects.create(
        session=session,
        kind=kind,
        author=by,
        doctor=doctor,
        key=key,
        ciphertext=closed.ciphertext,
        commitment=closed.commitment,
    )


@transaction.atomic
def destroy_content_key(*, doctor: User, by: User | None) -> int:
    """Erase what was written in mentoring with this doctor (class C). What took place, and when, stays. How many texts."""
    keys = ContentKey.objects.select_for_update().filter(doctor=doctor, destroyed_at__isnull=True)
    erased = MentoringText.objects.filter(key__in=keys).count()
    for key in keys.order_by("pk"):
        key.locked_key, key.destroyed_at = "", clock.now()
        key.save(update_fields=["locked_key", "destroyed_at"])
    audit.record("mentoring_texts_erased", target=doctor, by=by, subject=doctor, details={"texts": erased})
    return erased


@transaction.atomic
def relock_content_keys(*, by: User | None) -> int:
    """Lock every key with the newest secret of the installation, so that an older one can be taken away. How many."""
    keys = list(ContentKey.objects.select_for_update().filter(destroyed_at__isnull=True).order_by("pk"))
    for key in keys:
        key.locked_key = sealed.locked_anew(key.locked_key)
        key.save(update_fields=["locked_key"])
    audit.record("content_keys_relocked", target=ContentKey._meta.label, by=by, details={"keys": len(keys)})
    return len(keys)


def _key_of(session: MentoringSession, doctor: User | None) -> ContentKey:
    owner = {"doctor": doctor} if doctor is not None else {"series": session.series}
    key = ContentKey.objects.filter(destroyed_at__isnull=True, **owner).first()
    return key or ContentKey.objects.create(locked_key=sealed.new_key(), **owner)
