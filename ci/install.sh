#!/usr/bin/env bash
# install.sh FOLDER: installs regelkoll from the checkout that this file stands in, into an environment of its own in
# FOLDER, and puts its commands on the path of later steps where GitHub or Azure runs it. PYTHON names another Python.
set -euo pipefail
folder=$1
checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
"${PYTHON:-python3}" -m venv "$folder"
"$folder/bin/python" -m pip install --quiet --disable-pip-version-check "$checkout"
"$folder/bin/regelkoll" --version
if [ -n "${GITHUB_PATH:-}" ]; then
  printf '%s\n' "$folder/bin" >> "$GITHUB_PATH"
fi
if [ -n "${TF_BUILD:-}" ]; then
  printf '##vso[task.prependpath]%s\n' "$folder/bin"
fi
