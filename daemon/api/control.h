// The few things the outside may ask of the daemon. `runtime` implements it; calls come from the
// API's thread and may wait for the store, a second at most in health.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "api/addresses.h"
#include "base/result.h"
#include "store/store.h"

namespace api {

/// What only the running daemon knows.
struct DaemonStatus {
  std::string version;
  int pid = 0;
  base::TimePoint started;
  base::TimePoint configured;  ///< when the configuration in use was read
  bool config_ok = true;       ///< false: the last reload was refused and the old one is in use
  std::vector<std::string> config_problems;
  std::string config_file;
  std::string database;
  std::size_t feeds = 0;
  std::size_t watches = 0;
  std::vector<std::string> channels;
  std::size_t visits_in_hand = 0;
  std::string host_name;  ///< in the names of Atom feeds
  std::map<std::string, std::string, std::less<>>
      atom_titles;  ///< of the channels of type atom, as they are configured: often empty
  std::shared_ptr<const Addresses>
      addresses;  ///< display_addresses(), made once per configuration; may be null
};

class Control {
 public:
  virtual ~Control() = default;

  [[nodiscard]] virtual DaemonStatus status() = 0;
  /// Reads the configuration again; the error lists every problem, a line each, and the old one
  /// stays.
  [[nodiscard]] virtual base::Status reload() = 0;
  /// Makes a feed (empty: all) due now; the number of feeds.
  [[nodiscard]] virtual base::Result<std::size_t> refresh(std::string_view feed_id) = 0;
  /// Puts a test alert into the channel's outbox; the idempotency keys of its deliveries.
  [[nodiscard]] virtual base::Result<std::vector<std::string>> test_channel(
      std::string_view name) = 0;
  [[nodiscard]] virtual base::Status retry(std::string_view idem_key) = 0;
  [[nodiscard]] virtual base::Status discard(std::string_view idem_key) = 0;
  [[nodiscard]] virtual base::Status backup(const std::filesystem::path& file) = 0;

  /// For an agent of `user`: remembers the user as recipient of every desktop channel, and leases
  /// what is pending for them. `settle_for_agent` answers each; what is not answered within a
  /// minute is offered again.
  [[nodiscard]] virtual base::Result<std::vector<store::Claim>> claim_for_agent(
      std::string_view user) = 0;
  [[nodiscard]] virtual base::Status settle_for_agent(std::string_view user,
                                                      std::string_view idem_key,
                                                      bool shown,
                                                      std::string_view error) = 0;
};

}  // namespace api
