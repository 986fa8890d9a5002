"""What is counted and timed, in Prometheus' terms (prometheus.io/docs/practices/naming). Imports nothing of ours."""

from __future__ import annotations

from prometheus_client import Counter, Gauge, Histogram

_QUICK = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_LONG = (*_QUICK, 60, 600)

updates = Counter("assertiva_updates", "Updates taken from Telegram, by kind.", ["kind"])
update_seconds = Histogram(
    "assertiva_update_seconds", "From an update's arrival to the commit of its effect.", buckets=_QUICK
)
under_way = Gauge("assertiva_updates_under_way", "Updates being handled.")
turned_away = Counter("assertiva_updates_turned_away", "Updates refused because their sender is too quick.")
answers = Counter(
    "assertiva_answers", "Answers in private chats that counted; votes are updates of the kind poll_answer."
)
sends = Counter("assertiva_sends", "Calls that put something into a chat, by class and outcome.", ["rank", "outcome"])
refused = Counter("assertiva_too_many_requests", "Calls to which Telegram answered 429.")
send_seconds = Histogram(
    "assertiva_send_wait_seconds",
    "How long a call waited for its turn, by class.",
    ["rank"],
    buckets=_LONG,
)
queue = Gauge("assertiva_queue_length", "Calls that wait for their turn.")
queue_age = Gauge("assertiva_queue_age_seconds", "How long the oldest of them has waited.")
ticks = Histogram("assertiva_tick_seconds", "How long a tick took.", buckets=_QUICK)
tick_late = Gauge("assertiva_tick_late_seconds", "How much later than a second after the last one the tick came.")
database = Histogram("assertiva_database_seconds", "How long a transaction took.", ["outcome"], buckets=_QUICK)
