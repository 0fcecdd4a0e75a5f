"""The engine: one process owns the chat model; whoever wants an answer waits for a fair turn."""
