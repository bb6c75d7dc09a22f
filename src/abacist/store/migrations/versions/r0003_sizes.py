"""Items that make more than one row; jobs of problems are called so."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Every item that is there makes one row, and belongs to a job of problems."""
    size = sa.Column("size", sa.Integer, nullable=False, server_default="1")
    op.add_column("job_items", size)
    op.execute("UPDATE jobs SET kind = 'problems' WHERE kind = 'answers'")
