// The lanes and their threads: one for each channel that the daemon carries itself, kept through
// reloads. Main thread.
#pragma once

#include <atomic>
#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "base/log.h"
#include "runtime/lane.h"
#include "runtime/plan.h"
#include "runtime/wish.h"

namespace runtime {

class Lanes final {
 public:
  Lanes(StoreDoor& door, Wishes& wishes, const base::Clock& clock, base::Log& log);
  ~Lanes();
  Lanes(const Lanes&) = delete;
  Lanes& operator=(const Lanes&) = delete;
  Lanes(Lanes&&) = delete;
  Lanes& operator=(Lanes&&) = delete;

  /// Lanes for new channels are started, those of channels gone are asked to stop, the others get
  /// the channel as it is configured now.
  void take(const Plan& plan, Channels&& channels);

  void wake(std::string_view channel);

  void request_stop();
  /// After request_stop: sends in hand shall end soon.
  void interrupt();
  /// Channels whose send in hand is not finished yet.
  [[nodiscard]] std::vector<std::string> unfinished() const;

 private:
  struct Running {
    Running(LaneParts parts, std::unique_ptr<channel::Channel> channel)
        : lane(std::move(parts), std::move(channel)) {}
    Lane lane;
    std::atomic<bool> finished = false;
    std::jthread thread;  ///< last: joined before the lane goes
  };
  void start(const std::string& name,
             const channel::Type* type,
             std::unique_ptr<channel::Channel> channel);
  void bury();

  StoreDoor& door_;
  Wishes& wishes_;
  const base::Clock& clock_;
  base::Log& log_;
  std::map<std::string, std::unique_ptr<Running>, std::less<>> running_;
  std::vector<std::unique_ptr<Running>> retired_;  ///< asked to stop; joined when they have
};

}  // namespace runtime
