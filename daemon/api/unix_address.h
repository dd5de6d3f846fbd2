// The address of a Unix socket. Private to the room.
#pragma once

#include <filesystem>

#include <sys/socket.h>
#include <sys/un.h>

#include "base/result.h"

namespace api {

/// Error `invalid`: the path is empty or longer than the kernel takes.
[[nodiscard]] base::Result<sockaddr_un> unix_address(const std::filesystem::path& path);

[[nodiscard]] const sockaddr* generic(const sockaddr_un& address);

}  // namespace api
