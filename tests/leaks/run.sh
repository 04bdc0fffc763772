#!/usr/bin/env bash
# Where planted words go while the real window is used, with and without a passphrase:
#
#     tests/leaks/run.sh PROGRAM
#
# Needs strace, python3, Xvfb, xdotool and root, whom nothing keeps from reading memory.
# `SECURITY.md` has the figures. What it looks at:
#
# - every system call that writes or sends, of the window and its commands (strace);
# - every file below the home folder and the temporary folder when everything is closed;
# - the memory of the window while the journal is open, locked, and without a passphrase.
set -euo pipefail
program=$(realpath "${1:?the program}")
# A word that is saved, one that is only typed, one that is searched for, and the passphrase.
words=(zebrafinch quokkaberry walrusmint marmotpass)
passphrase=${words[3]}
work=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null; rm -rf "$work"' EXIT

# Counts a word in UTF-8 and in UTF-16, also as strace prints that, in the files of $2….
count() {
    local word=$1 wide printed
    shift
    wide=$(sed 's/./&\\x00/g' <<<"$word")
    printed=$(sed 's/./&\\\\0/g' <<<"$word")
    cat "$@" | { LC_ALL=C grep -aoP "$word|$wide|$printed" || true; } | wc -l
}
# Copies the memory of a process that it can write to.
dump_memory() {
    python3 - "$1" "$2" <<'PYTHON'
import sys
pid, target = sys.argv[1:]
with open(f"/proc/{pid}/maps") as maps, open(f"/proc/{pid}/mem", "rb") as memory, open(target, "wb") as dump:
    for line in maps:
        place, mode = line.split()[:2]
        if not mode.startswith("rw"):
            continue
        begin, end = (int(number, 16) for number in place.split("-"))
        try:
            memory.seek(begin)
            dump.write(memory.read(end - begin))
        except OSError:
            pass  # A device.
PYTHON
}
report() {
    printf '%-46s' "$1"
    shift
    for word in "${words[@]}"; do printf ' %6s' "$(count "$word" "$@")"; done
    printf '\n'
}
keys() { xdotool key --delay 40 "$@"; sleep 0.5; }
type_text() { xdotool type --delay 15 "$1"; sleep 0.5; }

run() {
    local kind=$1 home=$work/$1
    mkdir -p "$home/tmp"
    local journal=$home/journal.rapport
    export HOME=$home TMPDIR=$home/tmp XDG_DATA_HOME=$home/data XDG_RUNTIME_DIR=$home/tmp RUST_LOG=trace
    unset WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS
    "$program" sample "$journal" >/dev/null 2>&1
    if [[ $kind == encrypted ]]; then
        (umask 077 && printf '%s\n' "$passphrase" >"$work/key")
        RAPPORT_KEYFILE=$work/key "$program" --journal "$journal" passphrase set >/dev/null 2>&1
    fi
    strace -f -qq -y -s 1000000 -e trace=write,pwrite64,writev,pwritev,sendto,sendmsg,sendmmsg \
        -o "$work/$kind.strace" "$program" --journal "$journal" >"$home/log" 2>&1 &
    local traced=$!
    sleep 6
    if [[ $kind == encrypted ]]; then
        type_text "$passphrase"
        keys Return
        sleep 4
    fi
    # The page of a person, an entry, a search, and a draft.
    keys alt+Down ctrl+2 ctrl+n
    type_text "${words[0]}"
    keys Return
    keys ctrl+k
    type_text "${words[2]}"
    keys Escape ctrl+n
    type_text "${words[1]}"
    sleep 3
    local window
    window=$(pgrep -P "$traced" | head -n 1)
    dump_memory "$window" "$work/memory"
    report "$kind: memory, the journal open" "$work/memory"
    import -window root "$work/$kind-open.png" 2>/dev/null || true
    if [[ $kind == encrypted ]]; then
        keys ctrl+l
        sleep 3
        dump_memory "$window" "$work/memory"
        report "$kind: memory, locked" "$work/memory"
        import -window root "$work/$kind-locked.png" 2>/dev/null || true
    fi
    cp "$work/$kind"-*.png "${PICTURES:-$work}" 2>/dev/null || true
    kill -TERM "$window"
    wait "$traced" || true
    report "$kind: written or sent (strace)" "$work/$kind.strace"
    report "$kind: log at the finest level" "$home/log"
    mapfile -d '' files < <(find "$home" -type f ! -name log -print0)
    report "$kind: all ${#files[@]} files when closed" "${files[@]}"
    for file in "${files[@]}"; do
        for word in "${words[@]}"; do
            (($(count "$word" "$file") == 0)) || printf '    %s in %s\n' "$word" "${file#"$home"/}"
        done
    done
}

Xvfb :77 -screen 0 1280x820x24 -nolisten tcp >/dev/null 2>&1 &
export DISPLAY=:77 LIBGL_ALWAYS_SOFTWARE=1
sleep 2
printf '%-46s' 'occurrences'
printf ' %6s' saved typed search key
printf '\n'
run plain
run encrypted
