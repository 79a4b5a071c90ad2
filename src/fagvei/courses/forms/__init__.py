"""Shape and language of what people type about courses. What is allowed is decided by the actions."""
