// The door to the web for feeds.
#pragma once

#include "net/request.h"

namespace net {

/// Exactly one Response comes back for each Request, always through the mailbox the fetcher was
/// made with.
class Fetcher {
 public:
  virtual ~Fetcher() = default;

  /// From any thread; never blocks.
  virtual void start(Request request) = 0;
};

}  // namespace net
