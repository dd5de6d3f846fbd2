// The service manager's side: readiness, reloads, stopping and the watchdog, by the protocol of
// sd_notify(3), spoken to $NOTIFY_SOCKET. Without one, nothing happens.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "base/fd.h"

namespace runtime {

/// One thread.
class Service final {
 public:
  Service();  ///< from the environment; $NOTIFY_SOCKET is taken out of it, children shall not speak
              ///< for us

  void ready(std::string_view status);
  void reloading();
  void stopping();
  void status(std::string_view text);
  void alive();  ///< feeds the watchdog

  /// How often alive wants to be called: half of what the manager waits; zero without a watchdog.
  [[nodiscard]] std::chrono::milliseconds watchdog() const { return watchdog_; }

 private:
  void send(const std::string& message) noexcept;

  std::string address_;
  base::Fd socket_;
  std::chrono::milliseconds watchdog_{0};
};

}  // namespace runtime
