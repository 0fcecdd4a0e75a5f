"""The Evaluation page's parts: what was measured, in figures, plots and question by question."""
