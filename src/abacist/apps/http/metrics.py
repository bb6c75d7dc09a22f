"""Counts for Prometheus, under names that begin with `abacist_`."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import CounterMetricFamily, Metric
from prometheus_client.registry import Collector

from abacist.apps.answering import Reply, Watch
from abacist.workers import Statistics

__all__ = ["CONTENT_TYPE", "Meters"]

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)


class Meters(Watch):
    """What one server counts; `statistics` are those of its workers."""

    def __init__(self, statistics: Callable[[], Statistics]) -> None:
        disable_created_metrics()  # a time beside every count, which nobody asks for
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)
        self.registry.register(_Workers(statistics))
        self._requests = Counter(
            "abacist_requests",
            "Requests by route, method and status",
            ("route", "method", "status"),
            registry=self.registry,
        )
        self._latency = Histogram(
            "abacist_request_seconds",
            "Time from the first byte of a request to the last of its response",
            ("route",),
            buckets=_SECONDS,
            registry=self.registry,
        )
        self._stages = Histogram(
            "abacist_stage_seconds",
            "Time by stage: read, compute, write, store",
            ("stage",),
            buckets=_SECONDS,
            registry=self.registry,
        )
        self._outcomes = Counter(
            "abacist_answers",
            "Answers by outcome, level and where they were from (computed, memory, store)",
            ("outcome", "level", "source"),
            registry=self.registry,
        )
        self._doubted = Counter(
            "abacist_needs_review", "Answers that a person should look at", registry=self.registry
        )
        waiting = Gauge(
            "abacist_queue_depth", "Computations waiting for a worker", registry=self.registry
        )
        waiting.set_function(lambda: statistics().waiting)
        running = Gauge("abacist_workers_busy", "Computations that run", registry=self.registry)
        running.set_function(lambda: statistics().running)

    def requested(self, route: str, method: str, status: int, seconds: float) -> None:
        """A request was answered; status 0: the caller had left."""
        self._requests.labels(route, method if route != "-" else "-", status).inc()
        self._latency.labels(route).observe(seconds)

    def took(self, stage: str, seconds: float) -> None:
        """A stage of an answer took so long."""
        self._stages.labels(stage).observe(seconds)

    def replied(self, reply: Reply) -> None:
        """An answer was given."""
        self._outcomes.labels(reply.outcome, reply.level or "", reply.source).inc()
        if reply.needs_review:
            self._doubted.inc()

    def text(self) -> bytes:
        """Everything, in the text format of Prometheus."""
        return bytes(generate_latest(self.registry))


class _Workers(Collector):
    """The counts of the pool, taken when they are asked for."""

    def __init__(self, statistics: Callable[[], Statistics]) -> None:
        self._statistics = statistics

    def collect(self) -> Iterator[Metric]:
        now = self._statistics()
        ended = CounterMetricFamily(
            "abacist_worker_kills",
            "Computations that were ended from outside, by outcome",
            labels=("outcome",),
        )
        for outcome, count in now.ended.items():
            ended.add_metric((outcome.value,), count)
        yield ended
        for name, text, count in (
            ("abacist_worker_tasks", "Computations that came to an end", now.tasks),
            ("abacist_worker_forks", "Workers started", now.forks),
            ("abacist_worker_retired", "Workers replaced after use", now.retired),
        ):
            yield CounterMetricFamily(name, text, value=count)
