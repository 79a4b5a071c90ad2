"""What comes from outside, read and judged before an action takes it in: packs, lists of procedures, reports."""
