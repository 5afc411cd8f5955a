"""Files and frames of every kind to sheets: heads, and numbered rows of cells."""
