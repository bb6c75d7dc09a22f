"""Natural language to a plan, and back: every word is explained, or nothing is computed."""

from abacist.reading.follow_up import follow
from abacist.reading.reader import Reading, read
from abacist.reading.restatement import restate

__all__ = ["Reading", "follow", "read", "restate"]
