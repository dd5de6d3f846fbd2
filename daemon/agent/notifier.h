// Shows notifications through libnotify, on a thread of its own: libnotify blocks up to 25 s on a
// server that hangs, and clicks arrive in that thread's main loop.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>

#include "agent/note.h"
#include "base/log.h"
#include "base/result.h"
#include "model/message.h"

namespace agent {

inline constexpr std::size_t max_remembered = 200;  ///< notifications whose clicks still count
inline constexpr std::chrono::milliseconds patience{
    5'000};  ///< with a server that hangs, before a notification counts as not shown

class Notifier final {
 public:
  /// The log must outlive it. `stop` is a descriptor that ends a wait when it becomes readable.
  Notifier(base::Log& log, int stop);
  /// Waits for the call in hand, 25 s at most.
  ~Notifier();
  Notifier(const Notifier&) = delete;
  Notifier& operator=(const Notifier&) = delete;
  Notifier(Notifier&&) = delete;
  Notifier& operator=(Notifier&&) = delete;

  /// Returns once the server has it. One thread calls it. Errors: `unavailable` where no server
  /// answers in time or the server refuses, `cancelled` once we are to stop. What a server shows
  /// after our patience ended is replaced when the delivery comes again.
  [[nodiscard]] base::Status show(const model::Message& message);
  [[nodiscard]] base::Status show_summary(std::size_t alerts, std::size_t shown);

  /// Ends the thread. False if it is still in a call after the time given: then only the end of the
  /// process is quicker than the destructor.
  [[nodiscard]] bool end(std::chrono::milliseconds longest);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace agent
