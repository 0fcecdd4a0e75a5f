"""Measuring answers against known ones: questions, scores, report."""
