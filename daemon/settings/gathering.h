// What has been read of all files so far, and the readers of its parts: one file each. Private to
// the room.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "settings/section.h"
#include "settings/settings.h"

namespace settings {

/// Some things are taken from the main file alone: an included one may have come from elsewhere.
enum class Origin { main, included };

/// Names seen, with the place of the first.
using Seen = std::unordered_map<std::string, Place>;

struct Gathering {
  Settings settings;
  Seen feed_ids;
  Seen feed_addresses;
  Seen watch_names;
  Seen channel_names;
  Seen host_names;
  struct Unnamed {
    std::size_t feed = 0;  ///< index of one without an id of its own
    std::string slug;
  };
  std::vector<Unnamed> unnamed;
  std::unordered_map<std::string, int> slug_numbers;  ///< the last number put behind a slug
  std::vector<Located> channel_uses;                  ///< by watches, in order
};

/// Whether it may name a feed or channel: 1 to 64 of A-Z a-z 0-9 . _ -
[[nodiscard]] bool is_plain_name(std::string_view name);
inline constexpr std::string_view plain_name_rule =
    "1 to 64 of the letters A-Z and a-z, digits, \".\", \"_\" and \"-\"";

/// Notes the name; if it was seen before, a problem says that `what` is at the first place already,
/// and the answer is false.
[[nodiscard]] bool first_of(Seen& seen,
                            const Section& section,
                            const Located& name,
                            const std::string& what);

void read_feeds(const Section& file, Origin origin, Gathering& all);
void read_hosts(const Section& file, Gathering& all);
void read_watches(const Section& file, Gathering& all);
void read_channels(const Section& file, Origin origin, Gathering& all);

/// Gives feeds without an id theirs, once all ids written out are known.
void name_feeds(Gathering& all);
/// Every channel a watch names must exist. `root` is where problems go.
void check_channel_uses(const Section& root, const Gathering& all);

}  // namespace settings
