"""Claims for the verifier, true and corrupted, and the training of its entailment head.

`python -m training.checking.generate --out FILE` makes claims from the sample library (or, with
`--data FILE`, from question sets). `python -m training.checking.train DIR` trains on claims that it
makes of what training.rerank.mine found, `python -m training.checking.export DIR/entailment.pt`
puts the result where Footnote loads it, and `python -m training.checking.evaluate DIR` measures it.
"""
