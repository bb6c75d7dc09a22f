#!/bin/sh
# Finds a Python that can make .venv and hands over to install.py with the groups to install.
# A person's choice (ABACIST_PYTHON=/path/to/python) stands alone; else the newest tested one.

here=$(cd "$(dirname "$0")" && pwd) || exit 1
usable='import sys, venv, ensurepip, fcntl; sys.exit(sys.version_info < (3, 11))'
groups=$*

if [ -n "$ABACIST_PYTHON" ]; then
    set -- "$ABACIST_PYTHON"
else
    set -- python3.13 python3.12 python3.11 python3 python
fi

for python in "$@"; do
    if "$python" -I -c "$usable" >/dev/null 2>&1; then
        exec "$python" -I "$here/install.py" $groups
    fi
done

cat >&2 <<END
abacist: needs Python 3.11 or newer with its modules venv and ensurepip; tried: $*
  Debian and Ubuntu: install python3-venv. ABACIST_PYTHON=/path/to/python names another Python.
abacist：需要 Python 3.11 或更高版本（含 venv 与 ensurepip 模块）；可用 ABACIST_PYTHON 指定。
END
exit 6
