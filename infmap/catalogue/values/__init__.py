"""Parsers for the text of one cell: numbers, ranges, dates and positions."""
