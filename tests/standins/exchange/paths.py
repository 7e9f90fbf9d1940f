# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Distinguished names and the canonical ones that Exchange shows."""

from __future__ import annotations

import re

_RDN = re.compile(r"(?<!\\),")


def canonical(dn: str) -> str:
    """ "ad.anm.test/Pegawai/Name" of a distinguished name."""
    parts = [one.partition("=") for one in _RDN.split(dn)]
    domain = ".".join(value for kind, _sign, value in parts if kind.upper() == "DC")
    path = [value.replace("\\,", ",") for kind, _sign, value in parts if kind.upper() != "DC"]
    return "/".join([domain, *reversed(path)])


def unit_dn(value: str, base: str) -> str:
    """The distinguished name of an organisational unit, given as that or in canonical form."""
    if "=" in value:
        return value
    return ",".join([*(f"OU={one}" for one in reversed(value.split("/")[1:] or [value])), base])


def common_name(dn: str) -> str:
    """The value of the first part."""
    return _RDN.split(dn)[0].partition("=")[2].replace("\\,", ",")


def escaped(name: str) -> str:
    """A name as part of a distinguished name."""
    return re.sub(r'([,+"\\<>;=])', r"\\\1", name)
