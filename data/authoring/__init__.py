"""Sources of the sample library: texts, their layout into PDF and Word, and the questions."""
