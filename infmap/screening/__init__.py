"""Places by the million against the rings of a catalogue, in bounded memory."""

from infmap.screening.run import screen

__all__ = ["screen"]
