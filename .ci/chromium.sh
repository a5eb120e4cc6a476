# Installs Debian's Chromium unless it is there.
set -eu
if command -v chromium; then exit 0; fi
apt-get update
DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends chromium
command -v chromium
