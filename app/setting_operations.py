"""Settings for whoever runs Footnote for others, after those of `setting_fields`."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.setting_fields import AnsweringSettings
from app.setting_lists import Headers, Prices, Trackers
from app.setting_rules import Address, Choice, Decimal, Whole


@dataclass(frozen=True, slots=True)
class Settings(AnsweringSettings):
    """Every setting, in the order of README's table."""

    traces: str = field(
        default="figures",
        metadata={
            "doc": "What is kept of each question for the Operations page: off, figures without "
            "any text, or text too.",
            "rule": Choice(("off", "figures", "text")),
        },
    )
    trace_days: int = field(
        default=90,
        metadata={"doc": "Days after which a trace is deleted.", "rule": Whole(1, 3650)},
    )
    answer_cache: int = field(
        default=500,
        metadata={
            "doc": "Answers kept in memory for the same question, until a document changes; "
            "0: none.",
            "rule": Whole(0, 100_000),
        },
    )
    metrics: str = field(
        default="local",
        metadata={
            "doc": "Who may read /metrics, for Prometheus: off, local (this machine) or all.",
            "rule": Choice(("off", "local", "all")),
        },
    )
    otlp_endpoint: str = field(
        default="",
        metadata={
            "doc": "Where traces are sent by OTLP/HTTP, such as http://127.0.0.1:4318; empty: "
            "nowhere.",
            "rule": Address(),
        },
    )
    otlp_headers: str = field(
        default="",
        metadata={
            "doc": "Headers of what is sent there, as `name=value` with commas between; "
            "empty: none.",
            "rule": Headers(),
        },
    )
    prices: str = field(
        default="",
        metadata={
            "doc": "Prices per million tokens read and written, as `model=read/written` with "
            "commas between; models that are not named cost nothing.",
            "rule": Prices(),
        },
    )
    user_tokens_a_day: int = field(
        default=0,
        metadata={
            "doc": "Tokens that one user may use in a day; 0: any.",
            "rule": Whole(0, 10**12),
        },
    )
    user_tokens_a_month: int = field(
        default=0,
        metadata={
            "doc": "Tokens that one user may use in a calendar month; 0: any.",
            "rule": Whole(0, 10**12),
        },
    )
    tokens_a_month: int = field(
        default=0,
        metadata={
            "doc": "Tokens that all users together may use in a calendar month; 0: any.",
            "rule": Whole(0, 10**12),
        },
    )
    budget_warning_percent: int = field(
        default=80,
        metadata={
            "doc": "Share of a quota or budget from which on users are warned.",
            "rule": Whole(1, 100),
        },
    )
    alert_minutes: int = field(
        default=60,
        metadata={"doc": "Minutes that alerts look back on.", "rule": Whole(1, 10_080)},
    )
    alert_p95_ms: int = field(
        default=30_000,
        metadata={
            "doc": "Alert when 5 % of the answers take longer, in milliseconds; 0: never.",
            "rule": Whole(0, 86_400_000),
        },
    )
    alert_error_percent: int = field(
        default=5,
        metadata={"doc": "Alert when more questions fail; 0: never.", "rule": Whole(0, 100)},
    )
    alert_unsupported_percent: int = field(
        default=20,
        metadata={
            "doc": "Alert when more sentences are unsupported; 0: never.",
            "rule": Whole(0, 100),
        },
    )
    alert_budget_percent: int = field(
        default=90,
        metadata={
            "doc": "Alert when more of a month's budget is used; 0: never.",
            "rule": Whole(0, 100),
        },
    )
    alert_drift: float = field(
        default=0.25,
        metadata={
            "doc": "Alert when a distribution has drifted: its PSI, where the change is no chance; "
            "0: never.",
            "rule": Decimal(0, 10),
        },
    )
    alert_webhook: str = field(
        default="",
        metadata={
            "doc": "Address to which alerts are posted as JSON; empty: none.",
            "rule": Address(),
        },
    )
    trackers: str = field(
        default="",
        metadata={
            "doc": "Where evaluations and trainings are logged besides Footnote itself: mlflow, "
            "wandb, clearml, with commas between; empty: nowhere.",
            "rule": Trackers(),
        },
    )
