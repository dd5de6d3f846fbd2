// One program run to its end: bounded in time and output, in a session of its own, and always
// reaped. Private to the room; safe from every thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace channel {

inline constexpr std::size_t max_output = 64U << 10U;  ///< bytes kept; the rest is read and dropped
inline constexpr std::chrono::seconds kill_grace{2};   ///< between SIGTERM and SIGKILL

struct Program {
  std::vector<std::string> argv;         ///< the first is a path; no shell comes near it
  std::vector<std::string> environment;  ///< all of it, "NAME=value"
  std::string_view input;                ///< for its standard input; must outlive the run
  base::SteadyPoint deadline;            ///< SIGTERM then, to it and its process group
  int interrupt =
      -1;  ///< a descriptor that means SIGTERM at once when it becomes readable; or none
};

struct Ending {
  enum class Kind {
    exited,       ///< code is its exit code
    signalled,    ///< code is the signal
    timed_out,    ///< ended by us at the deadline
    interrupted,  ///< ended by us because `interrupt` became readable
    not_started,  ///< code is the errno
  };
  Kind kind = Kind::not_started;
  int code = 0;
  std::string output;  ///< the first max_output bytes of standard output and error, as they came
};

/// Returns kill_grace after the deadline or an interrupt at the latest. The program begins in "/",
/// with default signals, no descriptor but 0, 1 and 2, and whatever it left in its process group is
/// killed when it ends.
[[nodiscard]] Ending run(const Program& program);

}  // namespace channel
