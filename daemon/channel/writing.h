// Writing to a descriptor without being killed by SIGPIPE or held up beyond a deadline. Private to
// the room.
#pragma once

#include <string_view>

#include <signal.h>

#include "base/result.h"
#include "base/time.h"

namespace channel {

/// While it lives, a write to a closed pipe on this thread fails with EPIPE and kills nobody.
class QuietPipe final {
 public:
  QuietPipe() noexcept;
  ~QuietPipe();
  QuietPipe(const QuietPipe&) = delete;
  QuietPipe& operator=(const QuietPipe&) = delete;
  QuietPipe(QuietPipe&&) = delete;
  QuietPipe& operator=(QuietPipe&&) = delete;

 private:
  sigset_t before_{};
  bool was_pending_ = false;
};

/// All bytes, or why not. A full pipe or a stopped terminal is waited for until the deadline.
[[nodiscard]] base::Status write_all(int descriptor,
                                     std::string_view bytes,
                                     base::SteadyPoint deadline);

/// The system's words for an errno value, "no space left on device".
[[nodiscard]] std::string system_words(int error);

}  // namespace channel
