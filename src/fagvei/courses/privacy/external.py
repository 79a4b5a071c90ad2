"""Proofs of external courses are part of the doctor's record."""

from fagvei.common.sensitivity import Retention, Sort, sort_fields

FIELDS: dict[str, Sort] = {
    **sort_fields(
        "ExternalCertificate",
        open="public_id",
        personal="doctor course institution ended_on place state since activity",
    ),
    **sort_fields(
        "ExternalCertificateEvent",
        open="public_id",
        personal="certificate kind state_after reason proof by acting_as at",
    ),
    **sort_fields(
        "ExternalProof",
        open="public_id sha256",
        personal="certificate name content_type size uploaded_by at",
        sensitive="file",
    ),
}

RETENTION: dict[str, Retention] = {
    "ExternalCertificate": Retention.EVIDENCE,
    "ExternalCertificateEvent": Retention.EVIDENCE,
    "ExternalProof": Retention.EVIDENCE,
}
