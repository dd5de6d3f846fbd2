#include "runtime/signals.h"

#include <cerrno>
#include <system_error>

#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>

namespace runtime {

Signals::Signals() {
  sigset_t wanted;
  sigemptyset(&wanted);
  for (const int each : {SIGTERM, SIGINT, SIGHUP}) {
    sigaddset(&wanted, each);
  }
  if (pthread_sigmask(SIG_BLOCK, &wanted, nullptr) != 0 || signal(SIGPIPE, SIG_IGN) == SIG_ERR) {
    throw std::system_error(errno, std::generic_category(), "signals cannot be blocked");
  }
  fd_ = base::Fd(signalfd(-1, &wanted, SFD_NONBLOCK | SFD_CLOEXEC));
  if (!fd_.open()) {
    throw std::system_error(errno, std::generic_category(), "no signalfd to be had");
  }
}

std::optional<Signal> Signals::next() {
  signalfd_siginfo info{};
  if (read(fd_.get(), &info, sizeof info) != static_cast<ssize_t>(sizeof info)) {
    return std::nullopt;
  }
  return info.ssi_signo == SIGHUP ? Signal::reload : Signal::stop;
}

}  // namespace runtime
