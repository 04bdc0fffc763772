#!/bin/sh
# Subsets the upstream fonts in place, so that text and icons can share a font family. Needs Python
# with fonttools.
#
# Inter and JetBrains Mono carry alternate glyphs in the private use area, at the very code points
# of Phosphor's icons, and Phosphor maps ASCII to blanks for its ligatures. In a fallback chain,
# whichever comes first would hide the other. So the text fonts lose their private use area, and the
# icon font keeps nothing else.
set -eu
cd "$(dirname "$0")"
text='U+0020-DFFF,U+F900-1FFFF'
icons='U+E000-F8FF'
for font in fonts/inter/*.ttf fonts/jetbrains-mono/*.ttf fonts/newsreader/*.ttf; do
    pyftsubset "$font" --unicodes="$text" --output-file="$font.new" \
        --notdef-outline --name-IDs='*'
    mv "$font.new" "$font"
done
for font in icons/phosphor/*.ttf; do
    pyftsubset "$font" --unicodes="$icons" --output-file="$font.new" \
        --layout-features='' --notdef-outline --name-IDs='*'
    mv "$font.new" "$font"
done
