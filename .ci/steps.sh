# Functions of .ci/run: they run and count. Sourced, not run.
passed=0
failed=0
skipped=0

# step NAME COMMAND…: runs the command, shows its output only if it fails, and counts it.
step() {
  local name=$1 started=$SECONDS
  shift
  if "$@" >"$work/step.log" 2>&1 </dev/null; then
    passed=$((passed + 1))
    echo "ok      $name ($((SECONDS - started)) s)"
  else
    failed=$((failed + 1))
    echo "FAILED  $name ($((SECONDS - started)) s)"
    tail -n 100 "$work/step.log" | cut -c1-400 | sed 's/^/        /'
    return 1
  fi
}

# skip NAME REASON
skip() {
  skipped=$((skipped + 1))
  echo "skipped $1: $2"
}

# tests COMMAND…: runs Vitest, whose JSON report in $work/vitest.json gives the numbers.
tests() {
  local started=$SECONDS counts status
  "$@" >"$work/step.log" 2>&1 </dev/null
  status=$?
  counts=$(node .ci/count.mjs "$work/vitest.json" "$status") || counts="0 1 0"
  read -r p f s <<<"$counts"
  passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
  echo "npm test: $p passed, $f failed, $s skipped ($((SECONDS - started)) s)"
  if [ "$f" -gt 0 ]; then grep -vE '^ *(✓|·)' "$work/step.log" | tail -n 200 | sed 's/^/        /'; fi
}

# finish: the last line and the exit code.
finish() {
  local skips=""
  if [ "$skipped" -gt 0 ]; then skips=", $skipped skipped"; fi
  echo "$passed passed, $failed failed$skips"
  [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
  exit
}
