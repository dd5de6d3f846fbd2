#include "runtime/service.h"

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <optional>

#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "base/text.h"

namespace runtime {

namespace {

std::string taken_from_environment(const char* name) {
  const char* value =
      std::getenv(name);  // NOLINT(concurrency-mt-unsafe): before any thread is started
  std::string text = value == nullptr ? "" : value;
  unsetenv(name);  // NOLINT(concurrency-mt-unsafe): likewise
  return text;
}

/// CLOCK_MONOTONIC in microseconds, which a reload has to name (sd_notify(3), MONOTONIC_USEC).
std::string monotonic_microseconds() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return std::to_string(std::int64_t{now.tv_sec} * 1'000'000 + now.tv_nsec / 1000);
}

}  // namespace

Service::Service() : address_(taken_from_environment("NOTIFY_SOCKET")) {
  const std::string microseconds = taken_from_environment("WATCHDOG_USEC");
  const std::string pid = taken_from_environment("WATCHDOG_PID");
  if (const auto wait = base::parse_number(microseconds);
      wait && *wait > 0 && (pid.empty() || pid == std::to_string(getpid()))) {
    watchdog_ = std::chrono::milliseconds(std::max<std::int64_t>(1, *wait / 2000));
  }
  if (!address_.empty() && (address_.front() == '/' || address_.front() == '@') &&
      address_.size() < sizeof(sockaddr_un::sun_path)) {
    socket_ = base::Fd(socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  }
}

void Service::ready(std::string_view status) {
  send("READY=1\nSTATUS=" + std::string(status));
}

void Service::reloading() {
  send("RELOADING=1\nMONOTONIC_USEC=" + monotonic_microseconds());
}

void Service::stopping() {
  send("STOPPING=1\nSTATUS=finishing what is in hand");
}

void Service::status(std::string_view text) {
  send("STATUS=" + std::string(text));
}

void Service::alive() {
  send("WATCHDOG=1");
}

void Service::send(const std::string& message) noexcept {
  if (!socket_.open()) {
    return;
  }
  sockaddr_un target{};
  target.sun_family = AF_UNIX;
  std::memcpy(target.sun_path, address_.data(), address_.size());
  if (target.sun_path[0] == '@') {
    target.sun_path[0] = '\0';  // an abstract name
  }
  const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + address_.size());
  // A manager that does not listen is no reason to stop watching feeds.
  (void)sendto(socket_.get(),
               message.data(),
               message.size(),
               MSG_NOSIGNAL | MSG_DONTWAIT,
               reinterpret_cast<const sockaddr*>(&target),
               length);
}

}  // namespace runtime
