"""Programs that a bare machine lacks, from Debian's packages."""

from __future__ import annotations

import os
import shutil
import subprocess

import pytest

__all__ = ["install", "need_curl"]


def install(package: str) -> bool:
    """Installs a package where that can be done: by root, on a machine with apt-get."""
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return False
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update"], ["install", "-y", "--no-install-recommends", package]):
        subprocess.run(["apt-get", "-q", *arguments], env=environment, check=True, timeout=600)
    return True


def need_curl() -> None:
    """Makes sure of curl, which the guide shows, or skips the test."""
    if shutil.which("curl") is None and not install("curl"):
        pytest.skip("there is no curl here, and only root can install it")
