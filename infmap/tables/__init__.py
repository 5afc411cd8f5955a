"""Results as tables: text formats, workbooks, and what a person reads in a terminal."""
