// The API from the other side: one connection per call over the Unix socket. CLI and agent use
// nothing else. Blocks; one thread each.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace api {

struct Answer {
  int status = 0;
  std::string body;
};

inline constexpr std::size_t max_answer = 64U << 20U;  ///< bytes of an answer kept in memory
inline constexpr std::size_t max_event = 4U << 20U;    ///< bytes of one event
inline constexpr std::chrono::seconds max_wait{
    120};  ///< with a daemon that says nothing, a reload or copy in hand

class Client final {
 public:
  explicit Client(std::filesystem::path socket) : socket_(std::move(socket)) {}

  /// Error `unavailable`: no daemon answers at the socket.
  [[nodiscard]] base::Result<Answer> get(std::string_view target) const;
  [[nodiscard]] base::Result<Answer> post(std::string_view target, std::string_view json) const;

  /// As post, but the body of a 200 goes into `file`, which is made (mode 0600) and must not exist;
  /// it is removed again if not all of it came.
  [[nodiscard]] base::Result<Answer> download(std::string_view target,
                                              std::string_view json,
                                              const std::filesystem::path& file) const;

  /// Follows a stream of server-sent events until it ends, `on_event` says false, or nothing at all
  /// came for `silence` (the server sends a comment every 15 s). `stop`, if given, is a descriptor
  /// that ends it with `cancelled` once it becomes readable. Errors: `unavailable` where nobody
  /// answers, or what the server says.
  [[nodiscard]] base::Status follow(
      std::string_view target,
      std::chrono::seconds silence,
      const std::function<bool(std::string_view event_json)>& on_event,
      int stop = -1) const;

 private:
  std::filesystem::path socket_;
};

}  // namespace api
