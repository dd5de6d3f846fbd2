// The address guard as libcurl's hooks: before a socket is opened, and before a request goes over a
// connection that was open already. Private to this room.
#pragma once

#include <optional>
#include <string>

#include "net/address_guard.h"
#include "net/curl.h"

namespace net {

/// Must outlive the transfer it is installed in and keep its place in memory.
struct Dialling {
  AddressGuard guard;
  std::optional<std::string> refused;  ///< why the last address was not dialled
};

/// Both hooks, and nothing but http and https.
void install(Dialling& dialling, Easy& easy);

}  // namespace net
