# `npm start` on a machine without MNIST, after an install that ran no scripts: it builds, says that it takes `digits`,
# and the network learns.
set -eu
rm -rf dist src/engine/generated src/model/generated
export XDG_CACHE_HOME="$work/cache"
export HTTPS_PROXY=http://127.0.0.1:9 # nothing listens there: no download, on any machine
unset MYELIN_DATA
npm start 2>&1 | tee "$work/start.log"
grep -q digits "$work/start.log"
node .ci/learned.mjs "$work/start.log" 90
