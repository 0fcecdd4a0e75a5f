"""Footnote beside the usual tutorial pipeline: the same files, questions, weights and machine."""
