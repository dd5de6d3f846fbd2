// Politeness per host: how far apart visits start and how many run at once. Knows only hosts in
// use; belongs to one thread.
#pragma once

#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "model/feed.h"

namespace schedule {

class HostGate final {
 public:
  static constexpr std::chrono::milliseconds default_spacing{1000};
  static constexpr int default_connections = 1;

  explicit HostGate(std::span<const model::HostRule> rules);

  /// The rules of a configuration read anew; hosts in use keep their slots.
  void set_rules(std::span<const model::HostRule> rules);

  /// When the next free slot of the host is, without taking it; never before now.
  [[nodiscard]] base::SteadyPoint earliest(std::string_view host, base::SteadyPoint now) const;
  [[nodiscard]] std::chrono::milliseconds spacing(std::string_view host) const;

  /// Takes the next free slot of the host: now if it may start at once, else the time it may. The
  /// slot is the caller's either way. `host` is "host:port"; rules are by host alone.
  [[nodiscard]] base::SteadyPoint admit(std::string_view host, base::SteadyPoint now);

  /// False while as many visits run at the host as it allows.
  [[nodiscard]] bool may_start(std::string_view host) const;
  void started(std::string_view host);
  void finished(std::string_view host, base::SteadyPoint now);

  [[nodiscard]] std::size_t hosts() const;  ///< those in use, for tests of the bound

 private:
  struct Host {
    base::SteadyPoint free_at{};
    int running = 0;
  };
  [[nodiscard]] const model::HostRule* rule_for(std::string_view host) const;

  std::vector<model::HostRule> rules_;
  std::map<std::string, Host, std::less<>> hosts_;
  std::string last_swept_;  ///< where looking for hosts no longer in use goes on
};

}  // namespace schedule
