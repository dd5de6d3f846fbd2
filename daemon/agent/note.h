// What a notification shows of an alert. Pure; feed text never becomes markup.
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "model/alert.h"
#include "model/message.h"

namespace agent {

inline constexpr std::size_t max_body = 500;  ///< code points

/// What the notification server can do (Desktop Notifications Specification, GetCapabilities).
struct Abilities {
  bool markup = false;   ///< the body may hold <b>; & < > must be escaped in it
  bool actions = false;  ///< a click can open the link
};

struct Note {
  std::string key;    ///< of the delivery: the same key replaces what it showed before
  std::string title;  ///< plain text, one line
  std::string body;   ///< escaped and marked where the server reads markup, plain where not
  std::string link;   ///< opened by a click; http(s) or empty
  model::Alert::Priority priority = model::Alert::Priority::normal;

  bool operator==(const Note&) const = default;
};

[[nodiscard]] Note note_of(const model::Message& message, const Abilities& abilities);

/// For more deliveries than are shown one by one.
[[nodiscard]] Note summary_of(std::size_t alerts, std::size_t shown);

}  // namespace agent
