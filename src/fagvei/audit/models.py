"""What was done (`AuditEvent`, sealed in a chain) and what was read of others (`AccessLog`). Names as text, no foreign keys out."""

import datetime as dt
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from fagvei.common import clock
from fagvei.common.models import AppendOnlyModel, content_digest

GENESIS = "0" * 64

# All columns of an event but its row number (which only orders events that no seal has ordered yet) and the hash itself.
HASHED_FIELDS = (
    "public_id",
    "name",
    "happened_at",
    "actor_id",
    "actor_name",
    "acting_as",
    "target",
    "subject_id",
    "controller",
    "details",
    "facts",
)


class AuditEvent(AppendOnlyModel):
    """One thing somebody did. `facts` holds the digest of each row it created or changed: {fact_id: sha256}."""

    name = models.SlugField(_("hendelse"), max_length=80)
    happened_at = models.DateTimeField(_("tidspunkt"), default=clock.now)
    actor_id = models.CharField(_("utført av (id)"), max_length=64)
    actor_name = models.CharField(_("utført av"), max_length=200)
    acting_as = models.CharField(_("i rollen"), max_length=40, blank=True)
    target = models.CharField(_("gjelder"), max_length=140)
    subject_id = models.CharField(_("gjelder personen (id)"), max_length=64, blank=True, db_index=True)
    controller = models.CharField(_("behandlingsansvarlig"), max_length=200, blank=True)
    details = models.JSONField(_("opplysninger"), default=dict)
    facts = models.JSONField(_("avtrykk av innholdet"), default=dict)
    content_hash = models.CharField(_("avtrykk"), max_length=64)

    class Meta:
        verbose_name = _("hendelseslogg")
        verbose_name_plural = _("hendelseslogg")
        indexes = [models.Index(fields=["target"])]

    def __str__(self) -> str:
        return f"{self.name} {self.target}"

    def compute_hash(self) -> str:
        return event_hash({name: getattr(self, name) for name in HASHED_FIELDS})


class AuditSeal(AppendOnlyModel):
    """The link of one event in the chain; made by the one sealer, so that actions never wait for each other."""

    public_id = None  # type: ignore[assignment] # its number names it, and every column must be part of its hash
    seq = models.PositiveBigIntegerField(_("nummer"), unique=True)
    event_id = models.UUIDField(_("hendelse"), unique=True)
    content_hash = models.CharField(_("avtrykk av hendelsen"), max_length=64)
    previous = models.CharField(_("forrige segl"), max_length=64)
    hash = models.CharField(_("segl"), max_length=64)
    sealed_at = models.DateTimeField(_("forseglet"), default=clock.now)

    class Meta:
        verbose_name = _("segl")
        verbose_name_plural = _("segl")

    def __str__(self) -> str:
        return f"{self.seq}"

    def compute_hash(self) -> str:
        return seal_hash(self.seq, self.event_id.hex, self.content_hash, self.previous, self.sealed_at)


def seal_hash(seq: int, event_hex: str, content_hash: str, previous: str, sealed_at: dt.datetime) -> str:
    return content_digest(
        {"seq": seq, "event": event_hex, "content": content_hash, "previous": previous, "sealed_at": sealed_at}
    )


def event_hash(content: dict[str, Any]) -> str:
    """The hash of an event's content, by the names in `HASHED_FIELDS`."""
    return content_digest({name: content[name] for name in HASHED_FIELDS})


class AccessLog(AppendOnlyModel):
    """Somebody read another person's record. Shown to that person; unchained; kept five years."""

    deletable_after: ClassVar[tuple[str, int]] = ("read_at", 5 * 366)

    read_at = models.DateTimeField(_("lest"), default=clock.now)
    reader_id = models.CharField(_("lest av (id)"), max_length=64)
    reader_name = models.CharField(_("lest av"), max_length=200)
    reader_role = models.CharField(_("rolle"), max_length=80)
    organisation = models.CharField(_("virksomhet"), max_length=200, blank=True)
    subject_id = models.CharField(_("gjelder personen (id)"), max_length=64)
    what = models.CharField(_("hva som ble lest"), max_length=200)

    class Meta:
        verbose_name = _("innsynslogg")
        verbose_name_plural = _("innsynslogg")
        indexes = [models.Index(fields=["subject_id", "-read_at"])]

    def __str__(self) -> str:
        return f"{self.reader_name}: {self.what}"
