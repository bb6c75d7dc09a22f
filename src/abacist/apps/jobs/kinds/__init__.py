"""What a job can do: `kind` says what a kind is, each other file is one."""
