"""What the heads of a table mean, and which column is which of ours."""
