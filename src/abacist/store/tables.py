"""The tables as they are now. A change here needs a migration (`migrations/versions`); a test compares them.

Times are seconds since 1970 (UTC), so that both databases keep and compare them alike.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Double,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

__all__ = ["METADATA", "answers", "keys", "reviews"]

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
