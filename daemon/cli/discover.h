// `newswatch discover`: which feeds an address has. Asks the web, not the daemon; the address guard
// applies.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "cli/common.h"

namespace cli {

inline constexpr std::size_t most_tries = 20;  ///< addresses asked beside the one given

struct DiscoverOptions {
  std::string address;                     ///< of a page or a feed; https:// may be left out
  std::vector<std::string> allow_private;  ///< CIDR blocks the guard lets pass
  std::string user_agent;
};

/// Lists the feeds that were fetched and could be read, and says how to write them into the
/// configuration. The exit code: 0, 2 for what is no address, 3 if no feed was found.
[[nodiscard]] int discover(const Common& common,
                           const DiscoverOptions& options,
                           const Terminal& terminal);

}  // namespace cli
