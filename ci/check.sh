#!/usr/bin/env bash
# check.sh [FLAG]…: checks the drafts and folders that DRAFTS names, one a line. The flags go to `regelkoll check`, which
# also reads REGELKOLL_CHECK_RULES, REGELKOLL_CHECK_CHANGED_SINCE and so on; an empty one is none. With RULES_TOO=true
# the rule files are tried first, and what is wrong there ends it.
set -euo pipefail
drafts=()
while IFS= read -r line; do
  line=${line%$'\r'}
  if [ -n "$line" ]; then
    drafts+=("$line")
  fi
done <<< "${DRAFTS:-}"
if [ "${RULES_TOO:-false}" = true ]; then
  rules=()
  if [ -n "${REGELKOLL_CHECK_RULES:-}" ]; then
    rules=(--rules "$REGELKOLL_CHECK_RULES")
  fi
  regelkoll lint ${rules[@]+"${rules[@]}"}
  regelkoll test ${rules[@]+"${rules[@]}"}
fi
exec regelkoll check "$@" -- ${drafts[@]+"${drafts[@]}"}
