"""The treaty's distances: no number in words may be read on another side of one than it lies."""

#: Where the band begins, its classes part, and it ends.
LIMITS_KM = (500.0, 1000.0, 5500.0)
