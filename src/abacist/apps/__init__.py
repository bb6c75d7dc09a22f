"""Programs for people and for other programs: the command line, a line-by-line batch."""
