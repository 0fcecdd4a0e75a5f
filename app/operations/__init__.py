"""How fast, costly, right and liked the answers are: figures of many traces. Pure functions."""
