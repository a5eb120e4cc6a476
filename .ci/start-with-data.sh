# `npm start` with the four MNIST files in $MYELIN_DATA: the book's run, about 95 %.
set -eu
export XDG_CACHE_HOME="$work/cache"
npm start 2>&1 | tee "$work/start.log"
node .ci/learned.mjs "$work/start.log" 80
