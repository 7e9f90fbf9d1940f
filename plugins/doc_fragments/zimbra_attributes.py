# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    """The options for attributes that have no option of their own, the same for every module of an object."""

    DOCUMENTATION = r"""
options:
  attributes:
    description:
      - Further attributes by their names on the server, with the values that the object itself shall have.
      - A plain value or a list is the whole value. An empty text or list removes the value, so that an inherited one
        holds. A dictionary with C(add) and C(remove) changes single values of a list and leaves the others. An
        attribute with no value (null) is not managed.
      - Sizes may be written as V(10 MB), truth values as YAML writes them; the server gets the digits and words that
        it wants.
      - Every name and value is checked against a table of Zimbra's attributes and the version of the server before
        anything is sent. All faults are in one message, each with the nearest name or the remedy.
    type: dict
  secret_attributes:
    description:
      - Attributes that hold a secret, such as C(zimbraSSLPrivateKey). Their values are never shown.
      - Attributes that the server gives to nobody, such as the password of an external service, count as right once
        they have a value.
    type: dict
"""
