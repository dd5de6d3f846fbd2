// The listening socket file and who sits at the other end of a connection. Private to the room.
#pragma once

#include <filesystem>
#include <string>

#include <sys/types.h>

#include "base/fd.h"
#include "base/result.h"

namespace api {

inline constexpr const char* socket_group = "newswatch";  ///< its members may use the API

/// A listening Unix socket, mode 0660, of the group newswatch where that exists and we may. Its
/// folder is made (0750) if it is missing. Removed on destruction, unless another has taken its
/// place.
class ListeningSocket final {
 public:
  /// Errors: `denied` where somebody answers there or it is not ours to replace, `invalid` for an
  /// impossible path.
  [[nodiscard]] static base::Result<ListeningSocket> open(const std::filesystem::path& path);

  ListeningSocket(ListeningSocket&&) noexcept = default;
  ListeningSocket& operator=(ListeningSocket&&) noexcept = delete;
  ListeningSocket(const ListeningSocket&) = delete;
  ListeningSocket& operator=(const ListeningSocket&) = delete;
  ~ListeningSocket();

  [[nodiscard]] int release() {
    return fd_.release();
  }  ///< the descriptor goes, the file stays ours

 private:
  ListeningSocket(std::filesystem::path path, base::Fd fd);

  std::filesystem::path path_;  ///< empty once moved from
  base::Fd fd_;
  dev_t device_ = 0;
  ino_t inode_ = 0;
};

/// The name of the user whose process opened the connection, else the number; empty if the kernel
/// does not say.
[[nodiscard]] std::string user_of_peer(int descriptor);

}  // namespace api
