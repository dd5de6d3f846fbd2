// When the publisher wants to be asked again: ttl, skipHours, skipDays, sy:*. Private to the room.
#pragma once

#include <cstdint>
#include <string_view>

#include <pugixml.hpp>

#include "feed/parse.h"
#include "feed/vocabulary.h"

namespace feed {

/// Reads one child of the channel; `period` gathers sy:* until `finish`.
class PaceReader final {
 public:
  void read(const pugi::xml_node& element, const NameView& name);
  [[nodiscard]] Pace finish();

 private:
  void read_syndication(const pugi::xml_node& element, std::string_view name);
  void read_plain(const pugi::xml_node& element, std::string_view name);

  Pace pace_;
  base::Seconds period_{0};
  std::int64_t frequency_ = 1;
};

}  // namespace feed
