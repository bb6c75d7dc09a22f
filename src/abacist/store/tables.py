"""The tables as they are now. A change here needs a migration (`migrations/versions`); a test compares them.

Times are seconds since 1970 (UTC), so that both databases keep and compare them alike.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

__all__ = [
    "METADATA",
    "answers",
    "buckets",
    "job_chunks",
    "job_items",
    "job_rows",
    "jobs",
    "keys",
    "places",
    "reviews",
    "runners",
]

METADATA = MetaData()

answers = Table(
    "answers",
    METADATA,
    Column("key", String(64), primary_key=True),  # SHA-256 of plan and versions
    Column("body", LargeBinary, nullable=False),
    Column("size", Integer, nullable=False),  # bytes of the body
    Column("created_at", Double, nullable=False),
    Column("used_at", Double, nullable=False),
    Index("ix_answers_used_at", "used_at", "size"),  # what is evicted first, and the sum of all
)

reviews = Table(
    "reviews",
    METADATA,
    Column("id", String(12), primary_key=True),
    Column("plan", String(64), nullable=False, index=True),  # Plan.key
    Column("text", String(64), nullable=False),  # SHA-256 of the problem's words
    Column("slot", String(129), nullable=False, unique=True),  # the plan: once; see reviews.py
    Column("status", String(16), nullable=False),  # open, accepted, corrected, rejected
    Column("scope", String(8)),  # what a verdict holds for: plan, text
    Column("confidence", Double, nullable=False),
    Column("answer", Text, nullable=False),  # the Answer in question, JSON
    Column("created_at", Double, nullable=False),
    Column("decided_at", Double),
    Column("decided_by", Text),
    Column("correction", Text),  # what is right instead: a Correction, JSON
    Column("note", Text),
    Column("recorded", Boolean, nullable=False),  # whether the evaluation set holds the verdict
    Index("ix_reviews_status", "status", "created_at"),
)

keys = Table(
    "keys",
    METADATA,
    Column("id", String(16), primary_key=True),  # the part of the key that may be shown
    Column("digest", String(64), nullable=False),
    Column("name", Text, nullable=False),
    Column("scopes", Text, nullable=False),  # names with blanks between them
    Column("requests_per_minute", Integer),
    Column("concurrent_requests", Integer),
    Column("created_at", Double, nullable=False),
    Column("expires_at", Double),
    Column("revoked_at", Double),
    Column("used_at", Double, nullable=False),  # 0: never
)

jobs = Table(
    "jobs",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("owner", String(200), nullable=False),  # the name of a key; "" where none is asked for
    Column("kind", String(40), nullable=False),
    Column("options", Text, nullable=False),  # JSON, in the shape of the kind
    Column("state", String(16), nullable=False, index=True),
    Column("priority", Integer, nullable=False),
    Column("idempotency_key", String(200)),
    Column("digest", String(64), nullable=False),  # SHA-256 of what was submitted
    Column("total", Integer, nullable=False),  # rows
    Column("chunk", Integer, nullable=False),  # items that are handed out together
    Column("created_at", Double, nullable=False),
    Column("started_at", Double),
    Column("ended_at", Double),
    Column("message", Text),  # why it failed, JSON of a Message
    UniqueConstraint("owner", "idempotency_key", name="uq_jobs_idempotency"),
    Index("ix_jobs_owner", "owner", "created_at"),
)

job_items = Table(
    "job_items",
    METADATA,
    Column("job", ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),  # of its first row
    Column("size", Integer, nullable=False, server_default="1"),  # rows that it makes
    Column("item", Text, nullable=False),  # JSON, in the shape of the kind
    Column("tries", Integer, nullable=False),  # counted only after a chunk has failed several times
)

job_chunks = Table(
    "job_chunks",
    METADATA,
    Column("job", ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True),
    Column("first", Integer, primary_key=True, autoincrement=False),
    Column("stop", Integer, nullable=False),  # the place behind its last row
    Column("done", Integer, nullable=False),  # rows
    Column("tries", Integer, nullable=False),
)

job_rows = Table(
    "job_rows",
    METADATA,
    Column("job", ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("line", Text, nullable=False),  # JSON: all rows of the item at this place
    Column("kept_at", Double, nullable=False),
)

runners = Table(
    "runners",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("host", String(200), nullable=False),  # for people
    Column("system", String(120), nullable=False),  # boot and process namespace
    Column("process", Integer, nullable=False),
    Column("began", String(40), nullable=False),  # of the process, in ticks since boot
    Column("workers", Integer, nullable=False),
    Column("seen_at", Double, nullable=False),
)

buckets = Table(
    "buckets",
    METADATA,
    Column("caller", String(64), primary_key=True),  # id of a key; "" where none is asked for
    Column("tokens", Double, nullable=False),  # requests that may be made at once
    Column("counted_at", Double, nullable=False),
)

places = Table(
    "places",
    METADATA,
    Column("caller", String(64), primary_key=True),
    Column("process", String(32), primary_key=True),
    Column("held", Integer, nullable=False),  # requests that may be under way there
    Column("seen_at", Double, nullable=False),
)
