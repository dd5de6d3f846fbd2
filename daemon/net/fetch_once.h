// One blocking transfer with a handle of its own, apart from the feeds': for channels and the CLI.
// The calling thread waits; nothing is shared between calls.
#pragma once

#include <chrono>

#include "base/result.h"
#include "net/client.h"
#include "net/request.h"

namespace net {

/// Any status is an answer. Errors: denied (the guard), unavailable (everything a later try may
/// cure). A message that ends in "after the whole request was sent" means the receiver may have it.
[[nodiscard]] base::Result<PostAnswer> post(const Post& request, std::chrono::milliseconds limit);

/// A page or a feed asked for as the daemon would: redirects followed, every hop past the guard and
/// the limits. An answer always comes, a failed one with its trouble. Throws std::runtime_error
/// where libcurl cannot be set up.
[[nodiscard]] Response fetch(Request request, ClientOptions options);

}  // namespace net
