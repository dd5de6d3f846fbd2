// An alert: one hit, told. This is the object of docs/reference/alert.md; its JSON is
// alert/object.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/time.h"
#include "model/hit.h"

namespace model {

/// Items enough around the first hit to judge it by; marks are code points [first, second) of text.
struct Excerpt {
  std::string text;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> marks;

  bool operator==(const Excerpt&) const = default;
};

struct AlertItem {
  std::string id;    ///< text, stable: UUIDv5 of feed and item key
  std::string feed;  ///< the feed's id
  std::string feed_title;
  std::string link;
  std::string title;
  std::string summary;
  std::string author;
  std::vector<std::string> categories;
  std::string language;
  std::optional<base::TimePoint> published;
  std::optional<base::TimePoint> updated;
  base::TimePoint first_seen;

  bool operator==(const AlertItem&) const = default;
};

struct AlertStory {
  std::string id;
  std::int64_t items = 1;
  std::int64_t publishers = 1;

  bool operator==(const AlertStory&) const = default;
};

struct Alert {
  static constexpr int version = 1;

  enum class Kind { new_item, update, digest, feed, channel, system };
  enum class Priority { low, normal, high, urgent };

  std::string id;  ///< UUIDv5 of watch, feed, item key and revision
  Kind kind = Kind::new_item;
  std::string watch;  ///< empty for kinds feed, channel, system
  Priority priority = Priority::normal;
  std::string reason;  ///< the named reason of the decision ("immediate")
  base::TimePoint created;
  AlertItem item;
  std::vector<Span> hits;
  Excerpt excerpt;
  AlertStory story;
  std::int64_t revision = 0;
  std::int64_t sequence = 0;

  bool operator==(const Alert&) const = default;
};

[[nodiscard]] constexpr const char* word(Alert::Kind kind) {
  switch (kind) {
    case Alert::Kind::new_item:
      return "new";
    case Alert::Kind::update:
      return "update";
    case Alert::Kind::digest:
      return "digest";
    case Alert::Kind::feed:
      return "feed";
    case Alert::Kind::channel:
      return "channel";
    case Alert::Kind::system:
      return "system";
  }
  return "new";
}

[[nodiscard]] constexpr const char* word(Alert::Priority priority) {
  switch (priority) {
    case Alert::Priority::low:
      return "low";
    case Alert::Priority::normal:
      return "normal";
    case Alert::Priority::high:
      return "high";
    case Alert::Priority::urgent:
      return "urgent";
  }
  return "normal";
}

}  // namespace model
