"""Every name under which something is told to the outside: of metrics, spans and attributes.

`gen_ai.*` is of the OpenTelemetry semantic conventions, which are in development for it;
`openinference.*`, `llm.*` and `retrieval.*` are what Phoenix reads; `footnote.*` is our own.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

SERVICE = "footnote"
PACKAGE = "footnote-rag"
AGENT = "Footnote"

# Spans.
INVOKE_AGENT = "invoke_agent"
CHAT = "chat"
RETRIEVAL = "retrieval"

# Attributes of resource, sessions and errors.
SERVICE_NAME = "service.name"
SERVICE_VERSION = "service.version"
SESSION_ID = "session.id"
USER_ID = "user.id"
ERROR_TYPE = "error.type"

# Attributes of generative models.
OPERATION = "gen_ai.operation.name"
PROVIDER = "gen_ai.provider.name"
SYSTEM = "gen_ai.system"
"""The provider's earlier name, which receivers of that time still read."""
AGENT_NAME = "gen_ai.agent.name"
AGENT_VERSION = "gen_ai.agent.version"
CONVERSATION = "gen_ai.conversation.id"
REQUEST_MODEL = "gen_ai.request.model"
RESPONSE_MODEL = "gen_ai.response.model"
PROMPT_NAME = "gen_ai.prompt.name"
INPUT_TOKENS = "gen_ai.usage.input_tokens"
OUTPUT_TOKENS = "gen_ai.usage.output_tokens"
CACHED_TOKENS = "gen_ai.usage.cache_read.input_tokens"
COST = "gen_ai.usage.cost"
"""Not of the conventions; Langfuse reads it."""
INPUT_MESSAGES = "gen_ai.input.messages"
OUTPUT_MESSAGES = "gen_ai.output.messages"
DATA_SOURCE = "gen_ai.data_source.id"
DOCUMENTS = "gen_ai.retrieval.documents"
QUERY = "gen_ai.retrieval.query.text"

# Attributes of OpenInference.
KIND = "openinference.span.kind"
INPUT_VALUE = "input.value"
OUTPUT_VALUE = "output.value"
MODEL_NAME = "llm.model_name"
MODEL_PROVIDER = "llm.provider"
TOKENS_READ = "llm.token_count.prompt"
TOKENS_WRITTEN = "llm.token_count.completion"
TOKENS_ALL = "llm.token_count.total"
TOKENS_CACHED = "llm.token_count.prompt_details.cache_read"
COST_ALL = "llm.cost.total"


def document(place: int, what: str) -> str:
    """The attribute of a found document. place: from 0. what: `id`, `score` or `metadata`."""
    return f"retrieval.documents.{place}.document.{what}"


# Attributes of our own.
OWN = "footnote."
OUTCOME = OWN + "outcome"
MODEL = OWN + "model"
PROMPT = OWN + "prompt"
BUILD = OWN + "build"
VERSION = OWN + "version"
COLLECTION = OWN + "collection"
EXPERIMENT = OWN + "experiment"
ARM = OWN + "arm"
CACHED = OWN + "cached"
FIRST_TOKEN = OWN + "first_token_ms"
TOKEN = OWN + "token_ms"
CPU = OWN + "cpu_s"
STEP_CPU = OWN + "cpu_ms"
PRICE = OWN + "price"
SUPPORTED = OWN + "sentences.supported"
WEAK = OWN + "sentences.weak"
UNSUPPORTED = OWN + "sentences.unsupported"
WORDS = OWN + "question.words"
LANGUAGE = OWN + "question.language"
TOPIC = OWN + "question.topic"
SIMILARITY = OWN + "similarity"
HITS = OWN + "hits"
CITED = OWN + "cited"

LOCAL = "llama.cpp"
"""Provider of the models that run on this machine."""

PROVIDERS: Mapping[str, str] = MappingProxyType(
    {
        "azure_ai": "azure.ai.inference",
        "azure_openai": "azure.ai.openai",
        "bedrock": "aws.bedrock",
        "bedrock_converse": "aws.bedrock",
        "google_genai": "gcp.gemini",
        "google_vertexai": "gcp.vertex_ai",
        "ibm": "ibm.watsonx.ai",
        "mistralai": "mistral_ai",
        "xai": "x_ai",
    }
)
"""Providers whose name in a model's label is not that of the conventions."""

# Metrics, as Prometheus stores them.
QUESTIONS_TOTAL = "footnote_questions_total"
ANSWERS_TOTAL = "footnote_answers_total"
ABSTENTIONS_TOTAL = "footnote_abstentions_total"
SENTENCES_TOTAL = "footnote_sentences_total"
UNSUPPORTED_TOTAL = "footnote_unsupported_sentences_total"
INPUT_TOKENS_TOTAL = "footnote_input_tokens_total"
OUTPUT_TOKENS_TOTAL = "footnote_output_tokens_total"
CACHED_TOKENS_TOTAL = "footnote_cached_input_tokens_total"
CACHE_HITS_TOTAL = "footnote_answer_cache_hits_total"
ERRORS_TOTAL = "footnote_errors_total"
FEEDBACK_TOTAL = "footnote_feedback_total"
CPU_SECONDS_TOTAL = "footnote_cpu_seconds_total"
PRICE_TOTAL = "footnote_price_total"
FIRST_TOKEN_SECONDS = "footnote_time_to_first_token_seconds"
TOKEN_SECONDS = "footnote_time_between_tokens_seconds"
ANSWER_SECONDS = "footnote_answer_seconds"
STEP_SECONDS = "footnote_step_seconds"
QUEUE = "footnote_queue_questions"
LIBRARY_DOCUMENTS = "footnote_library_documents"
LIBRARY_CHUNKS = "footnote_library_chunks"
INFO = "footnote_build_info"
