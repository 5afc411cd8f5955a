"""From a caller's file or DataFrame to checked rows: every fault at once, by row and field."""
