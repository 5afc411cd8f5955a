"""Readers for files and frames of every kind, which return sheets."""
