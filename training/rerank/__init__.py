"""The reranker: low-rank updates and a head for the packaged MiniLM.

`python -m training.rerank.mine --data FILE --out DIR` looks for chunks that seem to answer and do
not, `python -m training.rerank.train DIR` trains, `python -m training.rerank.export DIR/final.pt`
puts the result where Footnote loads it. Model card: indexes/adapter/README.md.
"""
