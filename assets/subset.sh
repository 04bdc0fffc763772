#!/bin/sh
# Makes the fonts of the window from the upstream files, in place. Needs Python with fonttools.
#
# Why: Inter and JetBrains Mono carry alternates in the private use area, at the very code points of
# Phosphor's icons, and Phosphor maps ASCII to blanks for its ligatures. Whichever came first in a
# fallback chain would hide the other. So the text fonts lose their private use area here, and the
# icon font keeps nothing else.
set -eu
cd "$(dirname "$0")"
text='U+0020-DFFF,U+F900-1FFFF'
icons='U+E000-F8FF'
for font in fonts/inter/*.ttf fonts/jetbrains-mono/*.ttf fonts/newsreader/*.ttf; do
    pyftsubset "$font" --unicodes="$text" --output-file="$font.new" --notdef-outline --name-IDs='*'
    mv "$font.new" "$font"
done
for font in icons/phosphor/*.ttf; do
    pyftsubset "$font" --unicodes="$icons" --layout-features='' --output-file="$font.new" --notdef-outline --name-IDs='*'
    mv "$font.new" "$font"
done
