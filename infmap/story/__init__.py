"""Stories: Markdown whose headings turn the map, written as one scrolling page."""
