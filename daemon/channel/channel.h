// The ways out. A channel hands messages to a receiver and says how that went; when to try again is
// the lane's business (runtime/lane.h).
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/time.h"
#include "model/message.h"

namespace channel {

/// One per message.
struct Verdict {
  enum class Kind {
    sent,   ///< the receiver has it
    later,  ///< it may succeed later
    never,  ///< trying again changes nothing
  };
  Kind kind = Kind::sent;
  std::string reason;  ///< for later and never: a full phrase, without secrets
  std::optional<base::Seconds> retry_after;  ///< the receiver's own word
  bool maybe_arrived = false;  ///< of a failed one: the receiver may have it all the same
  bool tried = true;           ///< false, of `later`: its turn did not come, it costs no attempt

  bool operator==(const Verdict&) const = default;
};

inline constexpr std::size_t max_batch = 16;  ///< messages in one call, all to one recipient

/// One lane calls it, from one thread. May block until the deadline, never longer.
class Channel {
 public:
  virtual ~Channel() = default;

  /// As many verdicts as messages, in their order.
  [[nodiscard]] virtual std::vector<Verdict> send(std::span<const model::Message> messages,
                                                  base::SteadyPoint deadline) = 0;

  /// From any thread: the daemon stops, and the send in hand shall end as soon as it can. What it
  /// was about is sent again after the next start.
  virtual void interrupt() noexcept {}

  /// The recipients an alert is addressed to; one empty string is the channel itself.
  [[nodiscard]] virtual std::vector<std::string> recipients() const { return {""}; }
};

}  // namespace channel
