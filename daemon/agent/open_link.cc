#include "agent/open_link.h"

#include <array>
#include <system_error>

#include <signal.h>
#include <spawn.h>
#include <unistd.h>

#include "base/url.h"

namespace agent {

base::Status open_link(const std::string& link) {
  const auto url = base::Url::parse(link);
  if (!url || (url->scheme() != "http" && url->scheme() != "https")) {
    return base::fail(base::Cause::denied, "only http and https links are opened");
  }
  std::string program = "xdg-open";
  std::string address = url->str();
  std::array<char*, 3> arguments{program.data(), address.data(), nullptr};
  posix_spawnattr_t attributes{};
  if (const int error = posix_spawnattr_init(&attributes); error != 0) {
    return base::fail(base::Cause::unavailable, std::generic_category().message(error));
  }
  // The agent blocks the signals it waits for and ignores its children; a browser should do
  // neither.
  sigset_t none{};
  sigset_t children{};
  (void)sigemptyset(&none);  // fails only for signals that do not exist
  (void)sigemptyset(&children);
  (void)sigaddset(&children, SIGCHLD);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &children);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  pid_t child = 0;
  const int error =
      posix_spawnp(&child, program.c_str(), nullptr, &attributes, arguments.data(), environ);
  posix_spawnattr_destroy(&attributes);
  if (error != 0) {
    return base::fail(base::Cause::unavailable,
                      "xdg-open cannot be started: " + std::generic_category().message(error));
  }
  return {};
}

}  // namespace agent
