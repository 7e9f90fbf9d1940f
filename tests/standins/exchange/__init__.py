# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A stand-in of Exchange's remote PowerShell endpoint: real WSMan, PSRP and Kerberos, played cmdlets.

The README beside says what is real and what is not. Nothing in here is imported by the collection.
"""
