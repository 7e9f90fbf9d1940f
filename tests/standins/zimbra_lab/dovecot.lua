-- Copyright: (c) 2026, rasmi.mail contributors
-- GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
-- SPDX-License-Identifier: GPL-3.0-or-later
-- Dovecot's questions about users, passed on to accounts.py.
local socket = require("socket")

local function ask(line)
  local door = socket.tcp()
  door:settimeout(40)
  if not door:connect("127.0.0.1", 7079) then return { "LATER" } end
  door:send(line .. "\n")
  local answer = door:receive("*l") or "LATER"
  door:close()
  local words = {}
  for word in (answer .. "\t"):gmatch("([^\t]*)\t") do words[#words + 1] = word end
  return words
end

function auth_password_verify(request, password)
  local secret = password:gsub(".", function(c) return string.format("%02x", c:byte()) end)
  local answer = ask("PASS\t" .. request.user .. "\t" .. secret .. "\t" .. request.service)[1]
  if answer == "OK" then return dovecot.auth.PASSDB_RESULT_OK, {} end
  if answer == "EXPIRED" then return dovecot.auth.PASSDB_RESULT_PASS_EXPIRED, {} end
  if answer == "LATER" then return dovecot.auth.PASSDB_RESULT_INTERNAL_FAILURE, "the user service does not answer" end
  return dovecot.auth.PASSDB_RESULT_PASSWORD_MISMATCH, "refused"
end

function auth_userdb_lookup(request)
  local answer = ask("USER\t" .. request.user)
  if answer[1] == "NO" then return dovecot.auth.USERDB_RESULT_USER_UNKNOWN, "unknown" end
  if answer[1] ~= "OK" then return dovecot.auth.USERDB_RESULT_INTERNAL_FAILURE, "no answer" end
  return dovecot.auth.USERDB_RESULT_OK,
    { user = answer[2], home = "/opt/zimbra/store/" .. answer[4], quota_rule = "*:bytes=" .. answer[3] }
end

function script_init() return 0 end
function script_deinit() end
