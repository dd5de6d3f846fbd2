// The constant table of channel types. To add one: its file, a row here, a contract test, a page in
// docs/howto.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/log.h"
#include "base/time.h"
#include "channel/channel.h"
#include "model/alert.h"
#include "settings/section.h"

namespace channel {

/// What a channel may use beside its own keys. References outlive the channel.
struct Surroundings {
  std::string name;  ///< of the channel
  std::filesystem::path state_directory;
  std::string host_name;  ///< for Message-ID and the like
  std::string user_agent;
  base::Log* log = nullptr;
  const base::Clock* clock = nullptr;  ///< null: the system's
  /// The newest alerts with a delivery to this channel, for the Atom feed. Called on the channel's
  /// own thread.
  std::function<std::vector<model::Alert>(std::size_t most)> recent_alerts;
};

/// Who carries a delivery of this type: a lane of the daemon, or an agent in a user's session.
enum class Carrier { lane, agent };

struct Type {
  std::string_view name;
  std::string_view help;  ///< one line
  Carrier carrier;
  base::Seconds deadline;  ///< of one send
  /// The retry schedule: the wait before attempt n+2 is delays[min(n, last)]; with `give_up_after`
  /// total, then dead.
  std::span<const base::Seconds> delays;
  base::Seconds give_up_after;
  /// Reads the keys; what is wrong becomes a problem of the section, and the result is null.
  std::unique_ptr<Channel> (*make)(const settings::Section& section, const Surroundings& around);
};

[[nodiscard]] std::span<const Type> types();
[[nodiscard]] const Type* find_type(std::string_view name);

}  // namespace channel
