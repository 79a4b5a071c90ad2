"""Base classes of models. Nothing here knows what a doctor is."""

import datetime as dt
import hashlib
import uuid
from typing import Any, ClassVar, NoReturn

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from fagvei.common import clock
from fagvei.common.patients import free_text_fields, refuse_national_ids


class PublicIdModel(models.Model):
    """A noun that the outside world may name: by a random id, never by its row number."""

    public_id = models.UUIDField(_("offentlig id"), default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        abstract = True


class Fact(models.Model):
    """A row whose content an audit event seals by its digest, so that a later change in the database is found.

    `digest_fields` names the attributes (not relations: use `x_id`) that make up the content. Columns that are
    not content (a projection, a stored title) are named in `undigested_fields`; a house test asks for one or the other.
    A fact with a file defines `verify_content`, the SHA-256 of what lies on disk now; it must equal its field `sha256`.
    A column that came after rows were sealed stands in `later_digest_fields`: empty, it is no part of the content.
    """

    digest_fields: ClassVar[tuple[str, ...]] = ()
    later_digest_fields: ClassVar[tuple[str, ...]] = ()
    undigested_fields: ClassVar[tuple[str, ...]] = ()
    is_fact: ClassVar[bool] = True

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """The last wall behind the forms: no fact with a national identity number is stored, whoever wrote it."""
        saved = kwargs.get("update_fields")
        names = free_text_fields(type(self))
        refuse_national_ids(getattr(self, name) for name in names if saved is None or name in saved)
        super().save(*args, **kwargs)

    def digest(self) -> str:
        return content_digest(self.digest_content())

    @classmethod
    def rows_for_digest(cls) -> models.QuerySet:
        """All rows, ready for `digest`. A fact whose digest reads other rows overrides this and prefetches them."""
        return cls._base_manager.order_by("pk")

    @property
    def fact_id(self) -> str:
        return f"{self._meta.label}:{self.public_id}"  # type: ignore[attr-defined]

    def digest_content(self) -> dict[str, Any]:
        """What the digest is of. The row number is part of it: other facts point at it."""
        content = {"id": self.pk, **{name: getattr(self, name) for name in self.digest_fields}}
        return content | self.later_content()

    def later_content(self) -> dict[str, Any]:
        """Columns added later, as far as they hold anything: the digests of older rows stay what they were."""
        return {name: value for name in self.later_digest_fields if (value := getattr(self, name)) not in (None, "")}


class AppendOnlyQuerySet(models.QuerySet):
    """Refuses in Python what the triggers refuse in the database, with a better traceback."""

    def _refuse(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError(f"{self.model.__name__} is append-only.")

    update = delete = bulk_update = update_or_create = _refuse
    update.alters_data = delete.alters_data = True  # type: ignore[attr-defined]


class AppendOnlyModel(PublicIdModel):
    """What people did: added once, never changed; taking it back is a new row.

    `deletable_after` (instant column, days) lets retention remove what is older; the trigger refuses the rest.
    """

    is_append_only: ClassVar[bool] = True
    deletable_after: ClassVar[tuple[str, int] | None] = None

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError(f"{type(self).__name__} is append-only.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError(f"{type(self).__name__} is append-only.")


class IdempotencyKey(models.Model):
    """One form shown, one verb performed: a repeated key gets the first answer back."""

    key = models.UUIDField(_("nøkkel"), unique=True)
    owner = models.CharField(_("eier"), max_length=64)
    scope = models.CharField(_("hva som ble sendt"), max_length=120)
    answer = models.CharField(_("svar"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("tidspunkt"), default=clock.now)

    class Meta:
        verbose_name = _("gjentakelsesnøkkel")
        verbose_name_plural = _("gjentakelsesnøkler")

    def __str__(self) -> str:
        return f"{self.scope} {self.key}"


def content_digest(content: dict[str, Any]) -> str:
    """SHA-256 of a canonical JSON text; the same on both databases."""
    return hashlib.sha256(_CANONICAL.encode(content).encode("utf-8", "surrogatepass")).hexdigest()


class CanonicalEncoder(DjangoJSONEncoder):
    """Instants in UTC with microseconds: the two databases give back different zones for the same moment."""

    def default(self, o: Any) -> Any:
        if isinstance(o, dt.datetime):
            return o.astimezone(dt.UTC).isoformat(timespec="microseconds")
        return super().default(o)


_CANONICAL = CanonicalEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"))
