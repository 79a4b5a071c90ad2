"""A guideline in the shape of the Directorate's content API: product, chapter, normative unit. See docs/guideline-data.md."""
