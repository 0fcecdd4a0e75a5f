"""The chat model's adapter: LoRA on the packaged SmolLM2-135M-Instruct, for short cited answers.

`python -m training.rerank.mine --data FILE --out DIR` looks for distractors,
`python -m training.chat.examples DIR` shows what is trained on, `python -m training.chat.train DIR`
trains, `python -m training.chat.export DIR/chat.pt` puts the result where Footnote loads it. All
but the first two need `pip install -r training/requirements.txt`. Model card:
app/adapter/README.md.
"""
