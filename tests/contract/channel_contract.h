// What every channel must keep to, whatever is behind it (channel/channel.h). Called by the test of
// each type.
#pragma once

#include <string>
#include <vector>

#include "channel/channel.h"

namespace contract {

struct Promise {
  std::string recipient;
  std::vector<std::string> secrets;  ///< none of them may stand in a reason
};

/// As many verdicts as messages, a printable reason for each that is not sent, no secrets, and no
/// time taken beyond the deadline. The receiver may be well or broken.
void check_channel(channel::Channel& channel, const Promise& promise);

}  // namespace contract
