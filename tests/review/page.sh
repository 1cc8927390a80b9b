#!/bin/sh
# page.sh <source folder> <build folder>
# Opens the HTML report in a headless Chromium, at the widths of a desk and of a phone: no message
# of the console (what the page's policy forbids to be loaded is one), no request, nothing wider than the window. Exit 77: there is no Chromium.
set -eu
build=$2
work=$build/review-page
browser=$(command -v chromium || command -v chromium-browser || true)
if [ -z "$browser" ]; then
    echo "SKIPPED: chromium is not installed, so that nobody looks at the HTML report" >&2
    exit 77
fi
rm -rf "$work"
mkdir -p "$work"
cd "$work"

open_page() { # URL FLAGS...
    url=$1
    shift
    timeout 120 "$browser" --headless --hide-scrollbars --no-sandbox --disable-gpu --disable-quic --no-first-run \
        --disable-background-networking --disable-component-update --disable-sync \
        --allow-file-access-from-files --user-data-dir="$work/profile" --enable-logging=stderr \
        "$@" "$url" 2>stderr
    if grep -q CONSOLE stderr; then
        grep CONSOLE stderr >&2
        echo "$url: the console has messages" >&2
        exit 1
    fi
}

for sample in plain hostile empty; do
    "$build/tests/review_sample" html $sample >$sample.html
    for width in 1280 390; do
        cat >frame.html <<HTML
<!doctype html><body style="margin:0"><iframe src="$sample.html" style="border:0;width:${width}px;height:3000px"></iframe>
<p id="said"></p><script>
onload = () => {
  const page = document.querySelector('iframe').contentDocument
  said.textContent = 'width ' + page.documentElement.scrollWidth + ' articles ' +
    page.querySelectorAll('article').length + ' scripts ' + page.querySelectorAll('script').length +
    ' loaded ' + page.defaultView.performance.getEntriesByType('resource').length
}
</script></body>
HTML
        open_page "file://$work/frame.html" --dump-dom >dom
        want="width $width articles 1 scripts 0 loaded 0"
        grep -q ">$want<" dom || {
            echo "$sample.html at $width: wanted \"$want\", found:" >&2
            grep -o '<p id="said">[^<]*' dom >&2
            exit 1
        }
    done
    open_page "file://$work/$sample.html" --screenshot="$work/$sample.png" \
        --window-size=1280,2400 >/dev/null
    [ -s $sample.png ]
    echo "ok - $sample.html"
done
