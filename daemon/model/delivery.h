// A delivery: one alert (a digest: several) on its way to one recipient of one channel.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/id.h"
#include "base/time.h"

namespace model {

struct Delivery {
  /// Dead and expired stand in the dead letters. Orphaned: the channel is no longer configured.
  enum class State { pending, held, leased, sent, dead, expired, discarded, orphaned };

  base::DeliveryId row;
  std::string idem_key;  ///< UUIDv5; the same in every attempt, and what users name a delivery by
  std::string channel;
  std::string recipient;  ///< an address, a user, or empty for the channel itself
  std::string kind;       ///< the alert's kind, as word() spells it
  State state = State::pending;
  int attempts = 0;
  base::TimePoint created;
  base::TimePoint next_at;
  std::optional<base::TimePoint> expires_at;  ///< given up on then, if it is still pending
  std::optional<base::TimePoint> settled_at;
  std::int64_t lease_epoch = 0;
  bool maybe_duplicate = false;  ///< an earlier attempt may have arrived
  std::string last_error;

  bool operator==(const Delivery&) const = default;
};

[[nodiscard]] constexpr const char* word(Delivery::State state) {
  switch (state) {
    case Delivery::State::pending:
      return "pending";
    case Delivery::State::held:
      return "held";
    case Delivery::State::leased:
      return "leased";
    case Delivery::State::sent:
      return "sent";
    case Delivery::State::dead:
      return "dead";
    case Delivery::State::expired:
      return "expired";
    case Delivery::State::discarded:
      return "discarded";
    case Delivery::State::orphaned:
      return "orphaned";
  }
  return "pending";
}

}  // namespace model
