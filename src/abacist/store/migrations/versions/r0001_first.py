"""Answers, reviews and keys."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Makes the first tables."""
    op.create_table(
        "answers",
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("created_at", sa.Double, nullable=False),
        sa.Column("used_at", sa.Double, nullable=False),
    )
    op.create_index("ix_answers_used_at", "answers", ["used_at", "size"])
    op.create_table(
        "reviews",
        sa.Column("id", sa.String(12), primary_key=True),
        sa.Column("plan", sa.String(64), nullable=False),
        sa.Column("text", sa.String(64), nullable=False),
        sa.Column("slot", sa.String(129), nullable=False, unique=True),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("scope", sa.String(8)),
        sa.Column("confidence", sa.Double, nullable=False),
        sa.Column("answer", sa.Text, nullable=False),
        sa.Column("created_at", sa.Double, nullable=False),
        sa.Column("decided_at", sa.Double),
        sa.Column("decided_by", sa.Text),
        sa.Column("correction", sa.Text),
        sa.Column("note", sa.Text),
        sa.Column("recorded", sa.Boolean, nullable=False),
    )
    op.create_index("ix_reviews_plan", "reviews", ["plan"])
    op.create_index("ix_reviews_status", "reviews", ["status", "created_at"])
    op.create_table(
        "keys",
        sa.Column("id", sa.String(16), primary_key=True),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("scopes", sa.Text, nullable=False),
        sa.Column("requests_per_minute", sa.Integer),
        sa.Column("concurrent_requests", sa.Integer),
        sa.Column("created_at", sa.Double, nullable=False),
        sa.Column("expires_at", sa.Double),
        sa.Column("revoked_at", sa.Double),
        sa.Column("used_at", sa.Double, nullable=False),
    )
