"""What is worked out from the tables: coverage, rings, whose each place is, people, cards."""
