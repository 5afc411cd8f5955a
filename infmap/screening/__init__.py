"""Screening of millions of places against a catalogue's rings, in bounded memory."""

from infmap.screening.run import screen

__all__ = ["screen"]
