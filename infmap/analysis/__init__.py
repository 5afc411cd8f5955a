"""Everything computed from the tables: coverage, rings, relations, people and cards."""
