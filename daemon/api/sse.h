// Server-sent events taken out of a byte stream that comes in pieces (WHATWG HTML, section 9.2):
// only `data:` lines count here, comments keep the line alive. Pure; private to the room.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace api {

class EventReader final {
 public:
  /// Lines and events longer than `limit` bytes end the stream.
  explicit EventReader(std::size_t limit) : limit_(limit) {}

  enum class Outcome { more, stopped, too_long };

  /// Calls `on_event` with the data of each event that is now complete; `stopped` once it said
  /// false.
  [[nodiscard]] Outcome feed(std::string_view bytes,
                             const std::function<bool(std::string_view)>& on_event);

 private:
  [[nodiscard]] bool take_line(std::string_view line,
                               const std::function<bool(std::string_view)>& on_event);

  std::size_t limit_;
  std::string line_;  ///< not yet ended
  std::string data_;  ///< of the event being read
};

}  // namespace api
