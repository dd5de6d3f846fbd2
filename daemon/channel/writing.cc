#include "channel/writing.h"

#include <algorithm>
#include <cerrno>
#include <string>
#include <system_error>

#include <limits.h>
#include <poll.h>
#include <time.h>
#include <unistd.h>

#include "base/text.h"
#include "channel/sending.h"

namespace channel {

QuietPipe::QuietPipe() noexcept {
  sigset_t pending;
  sigset_t pipe;
  sigemptyset(&pending);
  sigemptyset(&pipe);
  sigaddset(&pipe, SIGPIPE);
  (void)sigpending(&pending);  // fails for a bad address only
  was_pending_ = sigismember(&pending, SIGPIPE) == 1;
  (void)pthread_sigmask(SIG_BLOCK, &pipe, &before_);  // fails for a bad `how` only
}

QuietPipe::~QuietPipe() {
  if (!was_pending_) {
    sigset_t pipe;
    sigemptyset(&pipe);
    sigaddset(&pipe, SIGPIPE);
    const timespec now{};
    while (sigtimedwait(&pipe, nullptr, &now) < 0 && errno == EINTR) {
    }
  }
  (void)pthread_sigmask(SIG_SETMASK, &before_, nullptr);  // as above
}

std::string system_words(int error) {
  return base::printable(std::generic_category().message(error));
}

base::Status write_all(int descriptor, std::string_view bytes, base::SteadyPoint deadline) {
  const QuietPipe quiet;
  while (!bytes.empty()) {
    pollfd ready{descriptor, POLLOUT, 0};
    const auto wait = time_left(deadline, std::chrono::hours(1));
    const int count = poll(&ready, 1, static_cast<int>(wait.count()));
    if (count < 0 && errno != EINTR) {
      return base::fail(base::Cause::unavailable, system_words(errno));
    }
    if (count == 0) return base::fail(base::Cause::unavailable, "nobody reads it");
    if (count < 0) continue;
    // No more than a ready pipe is sure to take at once, so that the write cannot block.
    const std::size_t step = std::min<std::size_t>(bytes.size(), PIPE_BUF);
    const ssize_t written = write(descriptor, bytes.data(), step);
    if (written < 0 && errno != EINTR && errno != EAGAIN) {
      return base::fail(base::Cause::unavailable, system_words(errno));
    }
    if (written > 0) bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

}  // namespace channel
