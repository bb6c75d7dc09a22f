"""The commands of the command line, one file each; the first line of a docstring is its help."""
