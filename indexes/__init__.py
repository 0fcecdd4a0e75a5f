"""The ground floor: what is stored and how it is found. Imports nothing from `ingest` or `app`."""

import os

# OpenMP reads these once, when its library is loaded, so they stand above every native import
# (faiss, torch, llama.cpp). With the default policy waiting threads spin: on busy cores that made
# native code 25 to 50 times slower; on idle cores passive waiting costs about 7 %.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")
# The tokenizers library forks badly after its threads have started, and warns on every use.
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
# oneDNN and torch's own layer above it keep a compiled kernel for each shape of matrix that they
# have met, 1024 by default: a gigabyte for the many shapes of forward.py, and no faster than 16.
os.environ.setdefault("ONEDNN_PRIMITIVE_CACHE_CAPACITY", "16")
os.environ.setdefault("LRU_CACHE_CAPACITY", "16")
