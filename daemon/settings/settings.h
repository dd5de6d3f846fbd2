// The configuration as checked values.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "model/feed.h"
#include "model/watch.h"
#include "settings/section.h"

namespace settings {

/// A channel's keys are read by the channel itself (channel/registry.h).
struct Channel {
  std::string name;
  std::string type;
  Section section;
};

struct Settings {
  std::filesystem::path file;                    ///< the main one, absolute
  std::filesystem::path store = "newswatch.db";  ///< relative to the state directory
  base::Seconds keep{90LL * 24 * 60 * 60};
  std::string language;
  std::string contact;  ///< put into the User-Agent, so that a publisher can write to someone
  std::optional<std::filesystem::path> socket;
  std::vector<model::Feed> feeds;
  std::vector<model::HostRule> hosts;
  std::vector<model::Watch> watches;
  std::vector<Channel> channels;
};

}  // namespace settings
