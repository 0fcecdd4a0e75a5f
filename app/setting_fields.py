"""Settings of the models, the search and the page: name, default, meaning and rule."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from app.setting_lists import Fusion
from app.setting_rules import Address, ChatModel, Choice, Decimal, Folder, Model, Text, Whole

PROJECT_ROOT = Path(__file__).resolve().parent.parent
DEFAULT_HOME = "data/runtime"  # in the project
_LEVELS = Choice(("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"))
_READERS = Choice(("packaged", "none"))
_BACKENDS = Choice(("torch", "onnx", "openvino"))
_YES_NO = Choice(("no", "yes"))
_PRECISIONS = Choice(("auto", "float32", "bfloat16"))


@dataclass(frozen=True, slots=True)
class AnsweringSettings:
    """What can be chosen. Each field carries its description and the rule that its value obeys."""

    home: Path = field(
        default=PROJECT_ROOT / DEFAULT_HOME,
        metadata={"doc": "Folder of all state: database, files, log.", "rule": Folder()},
    )
    model: str = field(
        default="",
        metadata={
            "doc": "The chat model: one that `footnote models` lists, any GGUF file, or one of "
            "LangChain's, such as `ollama:qwen2.5`; empty: the packaged SmolLM2-135M-Instruct.",
            "rule": ChatModel(),
        },
    )
    lora: str = field(
        default="",
        metadata={
            "doc": "A LoRA made for that model, as GGUF; empty: Footnote's own for the packaged "
            "model, none for others; `none`: none.",
            "rule": Model(words=("none",)),
        },
    )
    prompt: str = field(
        default="auto",
        metadata={
            "doc": "How the model is asked, as `name@version` of a file in app/templates; auto: "
            "what suits the model.",
            "rule": Text(),
        },
    )
    base_url: str = field(
        default="",
        metadata={
            "doc": "Where `model` is asked, if it is a remote one, else `larger_model`: a server "
            "of your own, such as vLLM's; empty: the provider's.",
            "rule": Address(),
        },
    )
    larger_model: str = field(
        default="",
        metadata={
            "doc": "Asked when `model` fails: its draft is not supported, the question is long, or "
            "you ask for it; a name as in `model`; empty: none.",
            "rule": ChatModel(),
        },
    )
    long_question_words: int = field(
        default=0,
        metadata={
            "doc": "A question of more words goes to the larger model at once; 0: never.",
            "rule": Whole(0, 20_000),
        },
    )
    remote_seconds: int = field(
        default=60,
        metadata={
            "doc": "Seconds of silence after which a remote model is given up.",
            "rule": Whole(1, 3600),
        },
    )
    reader: str = field(
        default="packaged",
        metadata={
            "doc": "What picks the sentences that answer and decides whether any does; none: the "
            "chat model alone. English; not used with another embedding model.",
            "rule": _READERS,
        },
    )
    context_tokens: int = field(
        default=4096,
        metadata={
            "doc": "Tokens that the model sees at once: instructions, evidence, question, answer.",
            "rule": Whole(512, 131072),
        },
    )
    evidence_tokens: int = field(
        default=400,
        metadata={"doc": "Most tokens of evidence for an answer.", "rule": Whole(64, 131072)},
    )
    answer_tokens: int = field(
        default=120,
        metadata={
            "doc": "Most tokens of an answer; fewer than `context_tokens`.",
            "rule": Whole(8, 32768),
        },
    )
    answer_seconds: int = field(
        default=300,
        metadata={
            "doc": "Longest time that a model on this machine may take for one answer.",
            "rule": Whole(1, 86_400),
        },
    )
    questions_at_once: int = field(
        default=0,
        metadata={
            "doc": "Questions answered at a time, the others wait their turn; 0: one with a model "
            "on this machine, four with a remote one.",
            "rule": Whole(0, 1000),
        },
    )
    questions_waiting: int = field(
        default=64,
        metadata={
            "doc": "Questions that may wait; one more is refused.",
            "rule": Whole(1, 100_000),
        },
    )
    prepare: str = field(
        default="auto",
        metadata={
            "doc": "Whether the model is brought once, at its first use, into the layout that is "
            "fastest on this CPU; auto: models up to 1 GB; off: by `footnote models prepare` "
            "alone.",
            "rule": Choice(("auto", "off")),
        },
    )
    temperature: float = field(
        default=0.0,
        metadata={"doc": "Randomness; 0 takes the likeliest token.", "rule": Decimal(0, 2)},
    )
    seed: int = field(
        default=0,
        metadata={"doc": "Start of the random numbers.", "rule": Whole(0, 2**32 - 1)},
    )
    gpu_layers: int = field(
        default=-1,
        metadata={"doc": "Layers on a GPU, if there is one; -1: all.", "rule": Whole(-1, 1000)},
    )
    threads: int = field(
        default=0,
        metadata={"doc": "Threads of the models; 0: chosen from the CPU.", "rule": Whole(0, 1024)},
    )
    embedding_model: str = field(
        default="",
        metadata={
            "doc": "Folder or name of a sentence-transformers model; empty: the packaged "
            "all-MiniLM-L6-v2. After a change, run `footnote rebuild`.",
            "rule": Model(named=True),
        },
    )
    embedding_precision: str = field(
        default="auto",
        metadata={
            "doc": "Arithmetic of the embedding model; auto: the fastest that is faithful here.",
            "rule": _PRECISIONS,
        },
    )
    embedding_backend: str = field(
        default="torch",
        metadata={
            "doc": "What runs the embedding model: torch, or, when installed, onnx or openvino. "
            "`footnote doctor --tune` measures which is the fastest here.",
            "rule": _BACKENDS,
        },
    )
    reranker: str = field(
        default="packaged",
        metadata={
            "doc": "Second look at what was found: packaged, none, the folder or name of a "
            "sentence-transformers CrossEncoder, or a file of `footnote train`.",
            "rule": Text(),
        },
    )
    fusion: str = field(
        default="",
        metadata={
            "doc": "What the searches count beside meaning, as `lexical=1,routing=3` (also support "
            "and version); empty: the packaged weights.",
            "rule": Fusion(),
        },
    )
    collection: str = field(
        default="default",
        metadata={"doc": "Collection that new documents join.", "rule": Text()},
    )
    private_by_default: str = field(
        default="no",
        metadata={
            "doc": "Whether new documents are marked as private, so that no remote model is given "
            "their text.",
            "rule": _YES_NO,
        },
    )
    hits: int = field(
        default=8,
        metadata={"doc": "Windows of text found for a question.", "rule": Whole(1, 100)},
    )
    max_file_mb: int = field(
        default=200,
        metadata={"doc": "Largest file taken in, in megabytes.", "rule": Whole(1, 100_000)},
    )
    ocr: str = field(
        default="auto",
        metadata={
            "doc": "Languages in which Tesseract reads pictures of text, such as eng+deu; auto: "
            "all that are installed; off: none.",
            "rule": Text(),
        },
    )
    read_seconds: int = field(
        default=30,
        metadata={
            "doc": "Processor seconds that reading a document, or one page of it, may take.",
            "rule": Whole(1, 86_400),
        },
    )
    read_memory_mb: int = field(
        default=2000,
        metadata={
            "doc": "Memory that reading a document may take, in megabytes.",
            "rule": Whole(500, 1_000_000),
        },
    )
    owner: str = field(
        default="local",
        metadata={"doc": "Whose documents and chats these are.", "rule": Text()},
    )
    port: int = field(default=8501, metadata={"doc": "Port of the page.", "rule": Whole(1, 65535)})
    address: str = field(
        default="127.0.0.1",
        metadata={"doc": "Address of the page; 127.0.0.1: only from here.", "rule": Text()},
    )
    log_level: str = field(
        default="WARNING",
        metadata={"doc": "Mildest log lines shown; DEBUG shows tracebacks.", "rule": _LEVELS},
    )
