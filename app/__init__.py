"""Question -> answer, and the doors that people use."""
