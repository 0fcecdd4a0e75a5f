"""The page in a real browser, with the real server and the real default models."""
