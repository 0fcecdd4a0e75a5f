"""The command line: a thin door. `main.py` is the entrance, one file for each kind of verb."""
