"""What the text of one cell means: numbers, ranges, days, positions; read, or refused in a line."""
