#!/usr/bin/env bash
# The crate beside Polars, DuckDB and NumPy, on this machine:
#
#     benches/side_by_side/run.sh [SIZES] [ROUNDS] [THREADS] [JOBS]
#
# SIZES are rows of the log, such as 1e6,1e7 (the default); ROUNDS is 3; THREADS is 1,2; JOBS is all, or
# names such as summaries,pyramid. What it builds and the data go to CACHE, by default a folder in the
# temporary directory, which it leaves there. Needs cargo, and Python 3.11 or later with venv.
# With MIMALLOC=1 the crate also runs with another allocator, whose code needs a C compiler.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cache=${CACHE:-${TMPDIR:-/tmp}/retention-side-by-side}
mkdir -p "$cache"

if ! [ -x "$cache/venv/bin/python" ]; then
    python3 -m venv "$cache/venv"
fi
"$cache/venv/bin/pip" install --quiet --disable-pip-version-check -r "$here/requirements.txt"

export CARGO_TARGET_DIR="$cache/target"
build() { # name of the program, arguments of cargo
    local name=$1
    shift
    cargo build --quiet --locked --release --manifest-path "$here/Cargo.toml" "$@"
    cp "$CARGO_TARGET_DIR/release/side-by-side" "$cache/$name"
}
rm -f "$cache/side-by-side-mimalloc"
if [ -n "${MIMALLOC:-}" ]; then
    build side-by-side-mimalloc --features mimalloc
fi
build side-by-side

# Python would leave compiled files beside the scripts.
export PYTHONDONTWRITEBYTECODE=1
"$cache/venv/bin/python" "$here/side_by_side.py" "$cache" "${1:-1e6,1e7}" "${2:-3}" "${3:-1,2}" "${4:-all}"
