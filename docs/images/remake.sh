#!/usr/bin/env bash
# Takes the screenshots in this folder again, from the real window over the sample journal.
#
# Needs Xvfb, xdotool and ImageMagick's `import`, and for the printed page chromium and pdftoppm.
# Works in a temporary folder, which is removed at the end.
set -euo pipefail
cd "$(dirname "$0")/../.."

cargo build --release --locked
rapport="$PWD/target/release/rapport"
images="$PWD/docs/images"
work=$(mktemp -d)
export HOME="$work" XDG_DATA_HOME="$work/data" DISPLAY=:87
Xvfb :87 -screen 0 1280x820x24 >"$work/xvfb.log" 2>&1 &
xvfb=$!
trap 'kill "$xvfb" 2>/dev/null || true; rm -rf "$work"' EXIT
sleep 1

window() { xdotool search --sync --onlyvisible --name 'Rapport$' | head -n 1; }
start() {
    "$rapport" "$@" >>"$work/rapport.log" 2>&1 &
    app=$!
    xdotool windowfocus --sync "$(window)"
    sleep 1.5
}
finish() { kill "$app"; wait "$app" 2>/dev/null || true; }
keys() { for key in "$@"; do xdotool key "$key"; sleep 0.3; done; }
words() { xdotool type --delay 15 "$1"; sleep 0.4; }
line() { words "$1"; keys Return; sleep 0.4; }
# Takes a screenshot, with the pointer where it highlights nothing.
shot() { xdotool mousemove 640 815; sleep 1; import -window root "$images/$1.png"; }
# Chooses a theme in the settings, below their tabs, where the options are System, Light and Dark.
theme() {
    keys ctrl+comma
    sleep 0.5
    keys Tab Tab
    if [ "$1" = dark ]; then keys End; else keys Home Right; fi
    keys ctrl+t
    sleep 0.5
}

first_run() {
    start --journal "$work/first-$1/journal.rapport"
    theme "$1"
    keys Tab
    line 'Dana Whitfield, every week'
    line 'Marcus Oyelaran, every week'
    words 'Priya Raman, every 2 weeks'
    shot "first-run-$1"
    finish
}

person() {
    "$rapport" sample "$work/$1.rapport" >/dev/null
    start --journal "$work/$1.rapport"
    theme "$1"
    shot "today-$1"
    keys ctrl+k
    words 'dana migr'
    shot "palette-$1"
    keys Escape
    keys ctrl+shift+f
    words 'on call'
    shot "search-$1"
    keys Escape
    keys Return
    shot "prepare-$1"
    keys ctrl+3
    shot "timeline-$1"
    keys ctrl+4
    shot "review-$1"
    keys ctrl+r
    shot "reflect-$1"
    keys alt+Down ctrl+2 ctrl+Return
    line 'Back from Lisbon, tired but glad she went. Kids were ill on Sunday.'
    line 'On-call: three pages last night, all the same disk alert. Nobody owns the threshold.'
    line '[] Get the disk alert an owner by friday'
    line '+ Wrote the hand-over so that nobody had to ask #team'
    line "<< I re-open decisions after the meeting"
    line '> Storage migration: Dana decides, I hear about it after'
    line '? Who shapes the conference talk with her?'
    words '! Quiet again when the vendor team joined'
    shot "meet-$1"
    finish
}

printed() {
    "$rapport" sample "$work/printed.rapport" >/dev/null
    "$rapport" --journal "$work/printed.rapport" export review --person dana --format html \
        --out "$work/review.html" >/dev/null
    sed -i 's#</style>#@page { size: A4 }</style>#' "$work/review.html"
    chromium --headless --no-sandbox --no-pdf-header-footer \
        --print-to-pdf="$work/review.pdf" "$work/review.html" 2>>"$work/rapport.log"
    pdftoppm -r 80 -f 1 -l 1 -singlefile -png "$work/review.pdf" "$images/printed-review"
}

printed
for look in light dark; do
    first_run "$look"
    person "$look"
done
screenshots=("$images"/*.png)
echo "docs/images now has ${#screenshots[@]} screenshots."
