#!/bin/sh
# Double-click on macOS (or run on Linux). Sets everything up in this folder the first time; needs no administrator.
set -eu
cd "$(dirname "$0")"

python=""
for name in python3.13 python3.12 python3.11 python3; do
  if command -v "$name" >/dev/null 2>&1 && "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    python="$name"
    break
  fi
done
if [ -z "$python" ]; then
  echo "Python 3.11 or newer is needed. Install it from python.org (choose 'just for me'), then start this again."
  exit 1
fi

if [ ! -x program/bin/outcomes ]; then
  echo "Setting up, once. This takes a minute or two."
  "$python" -m venv program
  program/bin/python -m pip install --quiet --disable-pip-version-check restorative_outcomes-*.whl
fi
exec program/bin/outcomes start "$@"
