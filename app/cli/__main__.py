"""`python -m app.cli`: the same as `footnote`."""

import sys

from app.cli.main import main

sys.exit(main())
