// The signals the daemon lives by, as something poll can wait for.
#pragma once

#include <optional>

#include "base/fd.h"

namespace runtime {

enum class Signal { stop, reload };

/// Blocks SIGTERM, SIGINT and SIGHUP for the calling thread and those it starts later, and ignores
/// SIGPIPE; make one before any thread. Throws std::system_error.
class Signals final {
 public:
  Signals();
  [[nodiscard]] int descriptor() const { return fd_.get(); }
  /// The next one that came, if one did; never waits.
  [[nodiscard]] std::optional<Signal> next();

 private:
  base::Fd fd_;
};

}  // namespace runtime
