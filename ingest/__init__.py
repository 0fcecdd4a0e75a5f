"""Documents -> chunks -> index. Imports `indexes`, never `app`."""
