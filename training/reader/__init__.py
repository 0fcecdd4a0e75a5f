"""The reader: a second adapter for the packaged MiniLM, on top of the reranker's, and two heads.

`python -m training.rerank.mine --data FILE --out DIR` looks for hard negatives,
`python -m training.reader.train DIR` trains, `python -m training.reader.export DIR/reader.pt` puts
the result where Footnote loads it. Model card: app/reading/adapter/README.md.
"""
