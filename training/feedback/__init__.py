"""Learning from feedback: what reviewers said becomes a better adapter, or better weights.

`python -m training.feedback.run --home FOLDER`, which `footnote train` starts, makes the data set
(reviewed items, and synthetic ones that are marked as such), trains, compares with what is in force
on questions that were held out, registers what it made, and puts it in force only where it wins.
"""
