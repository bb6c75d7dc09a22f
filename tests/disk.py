"""A disk of our own that is soon full: a file system in memory, mounted for a test."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Disk", "small_disk"]


@dataclass(frozen=True)
class Disk:
    """A mounted file system."""

    folder: Path

    @property
    def _ballast(self) -> Path:
        return self.folder / "ballast"

    def fill(self) -> None:
        """Takes what is left, to the last block."""
        command = ["dd", "if=/dev/zero", f"of={self._ballast}", "bs=4096"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert "No space left on device" in done.stderr, done.stderr

    def free(self) -> None:
        """Gives it back."""
        self._ballast.unlink()


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Disk]:
    """A disk at an empty folder."""
    assert os.geteuid() == 0, "to mount a small disk, this test needs root"
    options = ["-t", "tmpfs", "-o", f"size={megabytes}m,mode=777", "tmpfs"]
    subprocess.run(["mount", *options, str(folder)], check=True)
    try:
        yield Disk(folder)
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)
