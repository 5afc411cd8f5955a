"""What things are called and how they are drawn, the same in every medium."""
