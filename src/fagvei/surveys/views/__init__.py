"""Pages of the surveys: for whoever answers for them, and for whoever has a code."""
