"""What callers with limits have used, by all processes together."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """A bucket for each caller, and what each process holds of its places."""
    op.create_table(
        "buckets",
        sa.Column("caller", sa.String(64), primary_key=True),
        sa.Column("tokens", sa.Double, nullable=False),
        sa.Column("counted_at", sa.Double, nullable=False),
    )
    op.create_table(
        "places",
        sa.Column("caller", sa.String(64), primary_key=True),
        sa.Column("process", sa.String(32), primary_key=True),
        sa.Column("held", sa.Integer, nullable=False),
        sa.Column("seen_at", sa.Double, nullable=False),
    )
