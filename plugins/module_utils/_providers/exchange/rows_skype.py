# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Cmdlet rows: Skype for Business Server 2015 and 2019, at the endpoint of its pool.

The form of a row is in cmdlet_rows.py.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

ROWS = r"""
Get-CsUser +D
  Credential:PSCredential Filter:String Identity:UserIdParameter LdapFilter:String OU:OUIdParameter
  OnModernServer:SwitchParameter OnOfficeCommunicationServer:SwitchParameter
  ResultSize:Unlimited UnAssignedUser:SwitchParameter
Enable-CsUser +CD
  HostingProviderProxyFqdn:Fqdn Identity:UserIdParameter! PassThru:SwitchParameter ProxyPool:Fqdn RegistrarPool:Fqdn
  SipAddress:String SipAddressType:AddressType=FirstLastName|EmailAddress|UserPrincipalName|SamAccountName
  SipDomain:Fqdn
Set-CsUser +CD
  AcpInfo:AcpInfo AudioVideoDisabled:Boolean Enabled:Boolean EnterpriseVoiceEnabled:Boolean
  ExchangeArchivingPolicy:ExchangeArchivingPolicyOptionsEnum HostedVoiceMail:Boolean Identity:UserIdParameter!
  LineServerURI:String LineURI:String PassThru:SwitchParameter PrivateLine:String
  RemoteCallControlTelephonyEnabled:Boolean SipAddress:String
Disable-CsUser +CD
  Identity:UserIdParameter! PassThru:SwitchParameter
Grant-CsClientPolicy +CD
  Identity:UserIdParameter PassThru:SwitchParameter PolicyName:String! Tenant:Guid
Grant-CsConferencingPolicy +CD
  Identity:UserIdParameter! PassThru:SwitchParameter PolicyName:String!
Grant-CsExternalAccessPolicy +CD
  Identity:UserIdParameter! PassThru:SwitchParameter PolicyName:String
Grant-CsArchivingPolicy +CD
  Identity:UserIdParameter! PassThru:SwitchParameter PolicyName:String
Grant-CsMobilityPolicy +CD
  Identity:UserIdParameter! PassThru:SwitchParameter PolicyName:String! Tenant:Guid
Grant-CsPinPolicy +CD
  Identity:UserIdParameter! PassThru:SwitchParameter PolicyName:String
Grant-CsVoicePolicy +CD
  Identity:UserIdParameter PassThru:SwitchParameter PolicyName:String!
"""
