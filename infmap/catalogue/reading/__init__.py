"""Reads a file or DataFrame to checked rows; reports all faults at once, by row and field."""
