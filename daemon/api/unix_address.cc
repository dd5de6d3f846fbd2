#include "api/unix_address.h"

#include <cstring>
#include <string>

namespace api {

base::Result<sockaddr_un> unix_address(const std::filesystem::path& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string& text = path.native();
  constexpr std::size_t longest = sizeof(address.sun_path) - 1;
  if (text.empty() || text.size() > longest) {
    return base::fail(
        base::Cause::invalid,
        "the socket's path must have 1 to " + std::to_string(longest) + " bytes: " + text);
  }
  std::memcpy(static_cast<char*>(address.sun_path), text.data(), text.size());
  return address;
}

const sockaddr* generic(const sockaddr_un& address) {
  return reinterpret_cast<const sockaddr*>(&address);  // the sockets API is made for this
}

}  // namespace api
