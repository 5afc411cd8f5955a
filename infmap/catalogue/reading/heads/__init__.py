"""Matches the heads of a caller's table with infmap's columns."""
