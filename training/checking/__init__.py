"""Claims for the verifier, true and corrupted, and the training of its entailment head.

`python -m training.checking.generate --out FILE` makes claims from the sample library (or, with
`--data FILE`, from question sets), `python -m training.checking.train FILE --out DIR` trains,
`python -m training.checking.export DIR/final.pt` puts the result where Footnote loads it.
"""
