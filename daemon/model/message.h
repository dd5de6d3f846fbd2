// A message: what a lane hands to a channel, one delivery's worth.
#pragma once

#include <string>
#include <vector>

#include "model/alert.h"

namespace model {

struct Message {
  std::string idem_key;   ///< the same in every attempt, for the receiver to know a repetition by
  std::string recipient;  ///< empty: the channel itself
  int attempt = 1;        ///< counts from 1
  bool maybe_duplicate = false;
  std::vector<Alert> alerts;  ///< one, unless it is a digest

  bool operator==(const Message&) const = default;
};

}  // namespace model
