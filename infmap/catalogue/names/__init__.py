"""Looks up what a name means: an id, a country, a city, a place, a holder."""
