#include "api/sse.h"

#include <algorithm>
#include <utility>

namespace api {

EventReader::Outcome EventReader::feed(std::string_view bytes,
                                       const std::function<bool(std::string_view)>& on_event) {
  while (!bytes.empty()) {
    const std::size_t end = std::min(bytes.find('\n'), bytes.size());
    line_ += bytes.substr(0, end);
    if (line_.size() + data_.size() > limit_) {
      return Outcome::too_long;
    }
    if (end == bytes.size()) {
      break;
    }
    bytes.remove_prefix(end + 1);
    const std::string line = std::exchange(line_, {});
    if (!take_line(line, on_event)) {
      return Outcome::stopped;
    }
  }
  return Outcome::more;
}

bool EventReader::take_line(std::string_view line,
                            const std::function<bool(std::string_view)>& on_event) {
  constexpr std::string_view field = "data:";
  if (line.ends_with('\r')) {
    line.remove_suffix(1);
  }
  if (line.empty()) {
    const std::string event = std::exchange(data_, {});
    return event.empty() || on_event(event);
  }
  if (line.starts_with(field)) {
    line.remove_prefix(field.size());
    line.remove_prefix(line.starts_with(' ') ? 1 : 0);
    data_ += data_.empty() ? "" : "\n";
    data_ += line;
  }
  return true;
}

}  // namespace api
