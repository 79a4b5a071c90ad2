"""The doctor's own record, to take along: as JSON with proofs, as PDF, and as one archive with everything."""

from fagvei.interop.export.bundle import Export, export_record

__all__ = ["Export", "export_record"]
