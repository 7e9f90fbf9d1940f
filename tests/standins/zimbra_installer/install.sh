#!/bin/bash
# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Stand-in of Zimbra's install.sh: asks, loads the configuration file, records and ends as the real one does
# (zm-build:rpmconf/Install). It installs no package. /etc/zimbra-standin/{fail,ask} make it fail or ask on demand.
# Every start is noted in /var/log/zimbra-standin.

note() { echo "$(date +%s.%N) $*" >>/var/log/zimbra-standin; }
history() { echo "$(date +%s): $*" >>/opt/zimbra/.install_history; }

# The real one takes the default when nobody types, and so asks for ever where the default is a refusal.
ask() {
  echo
  echo -n "$1 [$2] "
  if ! read -r response; then
    echo
    echo "A Yes/No answer is required"
    echo -n "$1 [$2] "
    exit 1
  fi
  response=${response:-$2}
}

[ "$(id -u)" = 0 ] || { echo "Run as root!"; exit 1; }
here="$(cd "$(dirname "$0")" && pwd)"
[ "$here" = "$PWD" ] || { echo "./util/utilfunc.sh: No such file or directory"; exit 1; }
file=
while [ $# -ne 0 ]; do
  case $1 in
    -s | -x | --skip-activation-check | --platform-override) ;;
    *) file=$1; [ -f "$file" ] || { echo "ERROR: Unknown option $file"; exit 1; } ;;
  esac
  shift
done
note "install.sh $file"
mkdir -p /opt/zimbra/.saveconfig
echo "Operations logged to /tmp/install.log.standin"

REMOVE=
UPGRADE=
if [ -z "$file" ]; then
  ask "Do you agree with the terms of the software license agreement?" N
  [ "$response" = Y ] || exit 0
else
  echo -n "Loading configuration data from $file..."
  # shellcheck disable=SC1090 # as the real one does
  source "$file"
  echo "done"
fi

first=$(getent hosts 127.0.0.1 | awk '{ print $2 }')
case "$first" in
  localhost | localhost.localdomain) ;;
  *) echo "  ERROR: Installation can not proceeed.  Please fix your /etc/hosts file"; exit 1 ;;
esac
if ! sed -e 's/#.*//' /etc/hosts | grep -qw -- "$HOSTNAME"; then
  echo "  ERROR: Installation can not proceeed.  Please fix your /etc/hosts file"
  exit 1
fi

[ -n "$USE_ZIMBRA_PACKAGE_SERVER" ] || { ask "Use Zimbra's package repository" Y; USE_ZIMBRA_PACKAGE_SERVER=$response; }
[ -n "$INSTALL_PACKAGES" ] || ask "Install zimbra-ldap" Y
[ -n "$REMOVE" ] || ask "Would you like to delete /opt/zimbra before installing?" N
[ -n "$UPGRADE" ] || ask "Do you wish to upgrade?" Y
# What a newer release added: KEY:question
if [ -s /etc/zimbra-standin/ask ]; then
  key=$(cut -d: -f1 /etc/zimbra-standin/ask)
  [ -n "${!key}" ] || ask "$(cut -d: -f2- /etc/zimbra-standin/ask)" N
fi

history "INSTALL SESSION START"
if [ "$(cat /etc/zimbra-standin/fail 2>/dev/null)" = packages ]; then
  echo "ERROR: Unable to install required packages"
  echo "Fix the issues with remote package installation and rerun the installer"
  exit 1
fi
id zimbra >/dev/null 2>&1 || useradd --system --home-dir /opt/zimbra --shell /bin/bash zimbra
mkdir -p /opt/zimbra/{bin,libexec,conf,log,data/tmp,ssl/zimbra/commercial}
install -m 755 "$here/lib/zmsetup.pl" /opt/zimbra/libexec/zmsetup.pl
install -m 755 "$here/lib/tools.py" /opt/zimbra/libexec/standin-tools
for tool in zmprov zmlocalconfig zmcertmgr zmcontrol zmmailboxdctl zmproxyctl zmtlsctl; do
  ln -sf /opt/zimbra/libexec/standin-tools /opt/zimbra/bin/$tool
done
for tool in zmslapcat zmdkimkeyutil zmproxyconfig; do
  ln -sf /opt/zimbra/libexec/standin-tools /opt/zimbra/libexec/$tool
done
chown -R zimbra:zimbra /opt/zimbra/{conf,log,data,ssl}
chown zimbra:zimbra /opt/zimbra
for package in $INSTALL_PACKAGES; do
  version=$(cat "$here/.VERSION")
  history "INSTALLED ${package}_${version//_/.}-1.$(cat "$here/.BUILD_PLATFORM")_amd64.deb"
done
history "INSTALL SESSION COMPLETE"

echo "Running Post Installation Configuration:"
/opt/zimbra/libexec/zmsetup.pl -c "$file"
exit $?
