#!/bin/sh
# Fuzzes each target for that many seconds: `cargo xtask fuzz` runs it, with cargo-fuzz on the PATH.
# Finding something in one target does not keep the others from running.
set -eu
cd "$(dirname "$0")/.."
fuzz() { command=$1; shift; rustup run nightly cargo fuzz "$command" --fuzz-dir=fuzz "$@"; }

# Each invoice of the tests in a file of its own: the fuzzer takes one text from each.
mkdir -p fuzz/corpus/bolt11
awk '/^invoice: / { file = sprintf("fuzz/corpus/bolt11/example-%02d", ++count); printf "%s", $2 > file; close(file) }' \
  crates/core/tests/data/bolt11/*

data=crates/core/tests/data
samples="$data/sms4sats $data/bitrefill $data/lava $data/grid"
found=""
fuzz build
for target in bolt11 answers order; do
  case $target in
    bolt11 | order) seeds=fuzz/seeds/$target ;;
    *) seeds=$samples ;;
  esac
  mkdir -p "fuzz/corpus/$target"
  echo "== $target, for $1 s"
  # Longer texts take more time and show nothing new.
  # shellcheck disable=SC2086
  fuzz run "$target" "fuzz/corpus/$target" $seeds -- -dict=fuzz/words.dict -timeout=10 \
    -verbosity=0 -print_final_stats=1 -max_len=4096 "-max_total_time=$1" || found="$found $target"
done
if [ -n "$found" ]; then
  echo "Something was found in:$found. The texts are in fuzz/artifacts/; to try one again, with .tools/bin"
  echo "on the PATH: rustup run nightly cargo fuzz run --fuzz-dir fuzz TARGET FILE"
  exit 1
fi
