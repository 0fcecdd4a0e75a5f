"""What questions used of tokens, processor time and money, and how much of it is allowed."""
