"""Shape and language of what people type about the guideline. What is allowed is decided by the actions."""
