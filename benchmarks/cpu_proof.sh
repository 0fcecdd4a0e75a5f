#!/usr/bin/env bash
# Which CPUs does a build of llama.cpp run on? Tries one on emulated CPUs of four generations.
#
#   benchmarks/cpu_proof.sh [PYTHON]      PYTHON: of the environment to try; .venv/bin/python
#   LLAMA_CPP_LIB_PATH=DIR benchmarks/cpu_proof.sh     tries the libraries in DIR instead
#
# Needs an x86-64 Linux, qemu-x86_64 7.2 or newer (Debian: qemu-user) and objdump (binutils).
# QEMU stops a program at the first instruction that the emulated CPU lacks, as the CPU itself
# would: SIGILL. It emulates no AVX-512, so a build that uses it stops on all four. `python` in the
# table is the control: Python and numpy alone, without llama.cpp.
# Exit status 0: the packaged model read a prompt and wrote a token on Haswell (AVX2).
set -euo pipefail
cd "$(dirname "$0")/.."

python=${1:-.venv/bin/python}
libraries=${LLAMA_CPP_LIB_PATH:-$("$python" -c 'import importlib.util as u, pathlib as p
print(p.Path(u.find_spec("llama_cpp").origin).parent / "lib")')}

attempt() { # CPU, then the words after python; prints ok, or what ended it
    local cpu=$1 code=0
    shift
    { qemu-x86_64 -cpu "$cpu" "$(readlink -f "$interpreter")" "$@"; } >/dev/null 2>&1 || code=$?
    case $code in
    0) echo "ok" ;;
    132) echo "SIGILL" ;;
    *) echo "status $code" ;;
    esac
}

# QEMU runs the interpreter itself; a virtual environment is found by the link that names it.
interpreter=$python
packages=$("$python" -c 'import sysconfig; print(sysconfig.get_paths()["purelib"])')
export PYTHONPATH=$packages
# numpy's own linear algebra chooses its kernels wrongly under emulation; these run everywhere.
export OPENBLAS_CORETYPE=Prescott

echo "instructions on 512-bit registers, and on matrix tiles (AMX):"
for library in libggml-cpu libggml-base libllama; do
    code=$(objdump -d --no-show-raw-insn "$libraries/$library.so")
    wide=$(grep -c '%zmm' <<<"$code" || true)
    tiles=$(grep -c '%tmm' <<<"$code" || true)
    printf '  %-14s %6s %6s\n' "$library" "$wide" "$tiles"
done

printf '\n%-12s %-10s %s\n' CPU python llama.cpp
for cpu in Nehalem IvyBridge Haswell EPYC; do
    control=$(attempt "$cpu" -c 'import numpy; numpy.ones((8, 8)) @ numpy.ones((8, 8))')
    result=$(attempt "$cpu" -m app.probe)
    printf '%-12s %-10s %s\n' "$cpu" "$control" "$result"
    [ "$cpu" != Haswell ] || haswell=$result
done
[ "$haswell" = ok ]
