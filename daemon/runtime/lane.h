// One channel, one thread: claims what is due for it from the store, hands it to the channel,
// writes down how that went. A slow mail server cannot delay the desktop.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <random>
#include <stop_token>
#include <string>
#include <variant>
#include <vector>

#include "base/log.h"
#include "base/mailbox.h"
#include "base/time.h"
#include "channel/registry.h"
#include "runtime/store_door.h"

namespace runtime {

/// When a delivery that failed is tried again, or that it is given up. Pure.
struct Retry {
  model::Delivery::State state = model::Delivery::State::pending;  ///< pending or dead
  base::TimePoint next_at;
  std::string error;
};
[[nodiscard]] Retry after_failure(const channel::Type& type,
                                  const model::Delivery& delivery,
                                  const channel::Verdict& verdict,
                                  base::TimePoint now,
                                  double chance);

struct LaneParts {
  std::string name;
  const channel::Type* type = nullptr;
  StoreDoor& door;
  const base::Clock& clock;
  base::Log& log;
  std::uint64_t seed = 0;  ///< of the jitter
};

class Lane final {
 public:
  Lane(LaneParts parts, std::unique_ptr<channel::Channel> channel);

  /// Sends one batch of what is due. How long until there may be something to do: zero if there may
  /// be more now. Throws store::Broken.
  [[nodiscard]] base::Seconds step();

  /// Repeats step until stop is requested; the send in hand is finished first.
  void run(const std::stop_token& stop);

  /// From any thread.
  void wake();
  /// From any thread: the send in hand shall end soon; after a stop was requested.
  void interrupt() noexcept;
  /// From any thread: the channel as configured anew, used from the next batch on.
  void replace(std::unique_ptr<channel::Channel> channel);

  [[nodiscard]] const std::string& name() const { return parts_.name; }
  [[nodiscard]] const channel::Type* type() const { return parts_.type; }
  /// What went wrong since the lane was made, a line each, at most a hundred; for --once.
  [[nodiscard]] const std::vector<std::string>& failures() const { return failures_; }

 private:
  struct Wake {};
  using Note = std::variant<Wake, std::unique_ptr<channel::Channel>>;
  struct Due {
    std::vector<store::Claim> claims;
    std::optional<base::TimePoint> next;
  };

  [[nodiscard]] Due claim();
  void deliver(const std::vector<store::Claim>& claims);
  [[nodiscard]] std::vector<channel::Verdict> send(const std::vector<model::Message>& messages);
  [[nodiscard]] store::Settlement settlement(const model::Delivery& delivery,
                                             const channel::Verdict& verdict);
  void report(const model::Delivery& delivery, const store::Settlement& settlement);
  void take(Note note);
  void take_notes(const std::stop_token& stop, base::Seconds rest);

  const LaneParts parts_;
  std::unique_ptr<channel::Channel> channel_;  ///< replaced by the lane's thread alone
  std::mutex replacing_;  ///< held while channel_ is replaced, or used by another thread
  base::Mailbox<Note> notes_{16};
  std::mt19937_64 chance_;
  std::string trouble_;  ///< the failure told last; empty while all is well
  std::vector<std::string> failures_;
};

}  // namespace runtime
